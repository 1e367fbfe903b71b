import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { fromMilliseconds } from '../functions/domain/instant';
import { useStore } from '../functions/environment';
import { readConfiguration } from '../lib/configuration';
import { entryPoints } from '../lib/functions';
import { TradingStack } from '../lib/trading-stack';
import { region } from '../local/assembly/aws-environment';
import { readStack, type StackDeclaration } from '../local/assembly/stack';
import { startAwsEndpoint } from '../local/aws/aws-endpoint';
import { failure, type Outcome } from '../local/functions/outcome';
import { Gateway } from '../local/gateway/gateway';
import { gatewayServer } from '../local/gateway/server';
import { type IdentityProvider, openIdentityProvider } from '../local/identity/identity-provider';
import { publishedDocument } from '../local/identity/published-document';
import { listen } from '../local/ports';
import { aContext, type RouteHandler, setEnvironment } from './api';
import { synthesizedOnce } from './synthesize';
import { openTestStore, type TestStore } from './test-store';

export interface ServedRequest {
  readonly token?: string | undefined;
  readonly body?: unknown;
  /** Sent as is, instead of `body` as JSON. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

export interface ServedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where they differ
  readonly json: any;
}

/**
 * The synthesized template over HTTP on the loopback interface: the gateway of `npm start`, with its authorizer and
 * throttles, real tokens of the embedded identity provider, and the real handlers, in this process.
 */
export interface ServedApi {
  readonly url: string;
  readonly stack: StackDeclaration;
  readonly store: TestStore;
  readonly identity: IdentityProvider;
  /** The emails that the user pool has sent. */
  readonly mails: readonly Mail[];
  readonly gateway: Gateway;
  /** Bodies of messages sent to the dead-letter queue. */
  readonly deadLetters: string[];
  /** Errors reported by the gateway itself. */
  readonly reports: string[];
  request(method: string, path: string, request?: ServedRequest): Promise<ServedResponse>;
  /** Signs a user up over the API and in, optionally as an administrator. */
  newUser(username: string, group?: 'admin'): Promise<ServedUser>;
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Runs `work` with tokens issued at a different time. */
  atTime<T>(offsetMs: number, work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface Mail {
  readonly to: string;
  readonly text: string;
}

export interface ServedUser {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/** Runs a handler. */
type Around = (functionName: string, handle: () => Promise<unknown>) => Promise<unknown>;

const Tokens = z.object({
  AuthenticationResult: z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string() }),
});

const Batch = z.object({ Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string() })) });

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** No throttling, unless a test asks for it. */
const UNTHROTTLED = {
  requestsPerSecond: 10_000,
  requestBurst: 5_000,
  credentialRequestsPerSecond: 10_000,
  credentialRequestBurst: 5_000,
};

export async function serveApi(
  context: Record<string, unknown> = UNTHROTTLED,
  around: Around = (_, handle) => handle(),
): Promise<ServedApi> {
  const reports: string[] = [];
  const report = (line: string) => reports.push(line);
  const aws = await startAwsEndpoint(report);
  const stack = declaredStack(context, aws.url);
  if (stack.api === undefined || stack.identity === undefined) throw new Error('the stack has an API');
  const { poolId, clientId, codesClientId } = stack.identity;
  const mails: Mail[] = [];
  let offsetMs = 0;
  const identity = await openIdentityProvider({
    // Tests choose through SIGN_UP whether sign-ups are confirmed.
    ...{ region, ...stack.identity, selfSignUp: true },
    mail: (to, text) => mails.push({ to, text }),
    now: () => Date.now() + offsetMs,
    scryptCost: { cost: 2, blockSize: 1, parallelization: 1 },
  });
  const deadLetters: string[] = [];
  aws.serve({
    async sqs(operation, input) {
      if (operation !== 'SendMessageBatch') return {};
      const { Entries } = Batch.parse(input);
      deadLetters.push(...Entries.map(({ MessageBody }) => MessageBody));
      return {
        Successful: Entries.map(({ Id, MessageBody }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: md5(MessageBody),
        })),
      };
    },
    cognito: (operation, input) => identity.handle(operation, input),
    publish: async () => undefined,
    invoke: () => undefined,
    document: (documentPath) => publishedDocument(identity, documentPath),
  });
  const store = await openTestStore({ now: () => fromMilliseconds(Date.now()) });
  setEnvironment(store.tableName);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_SQS: aws.url,
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    DEAD_LETTER_QUEUE_URL: `${aws.url}/000000000000/dead-letters`,
    USER_POOL_ID: poolId,
    USER_POOL_CLIENT_ID: clientId,
    CODES_CLIENT_ID: codesClientId,
    SIGN_UP: 'open',
    TOKEN_ISSUER: identity.issuer,
  });
  useStore(store);

  const nameOf = new Map(stack.functions.map(({ arn, name }) => [arn, name.replace(/^trading-dev-/, '')]));
  const gateway = new Gateway({
    api: stack.api,
    invoke: (arn, event) => invoked(nameOf.get(arn) ?? arn, event, around),
    keysOf: (issuer) => (issuer === identity.issuer ? identity.jwks() : { keys: [] }),
  });
  const server = gatewayServer((request) => gateway.answer(request), report);
  const url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;

  const api: ServedApi = {
    ...{ url, stack, store, identity, gateway, mails, deadLetters, reports },
    async request(method, path, { token, body, text, headers = {} } = {}) {
      const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(sent !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(sent !== undefined && { body: sent }),
      });
      const answer = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        status: response.status,
        headers: response.headers,
        text: answer,
        json: isJson ? JSON.parse(answer) : undefined,
      };
    },
    async newUser(username, group) {
      const password = `Pass-word-of-${username}-1`;
      const email = `${username}@example.com`;
      const { status, json, text } = await api.request('POST', '/api/users/', {
        body: { username, email, password },
      });
      if (status !== 201) throw new Error(`signing up ${username} failed with ${status}: ${text}`);
      if (group !== undefined) await identity.addToGroup(username, group);
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      const request = {
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        UserPoolId: poolId,
        ClientId: clientId,
        AuthParameters,
      };
      const { body } = await identity.handle('AdminInitiateAuth', request);
      const { AccessToken: token, IdToken, RefreshToken } = Tokens.parse(body).AuthenticationResult;
      return { id: json.id, username, password, token, idToken: IdToken, refreshToken: RefreshToken };
    },
    invoke: (name, event) => run(name, event, around),
    async atTime(offset, work) {
      offsetMs = offset;
      return await work().finally(() => {
        offsetMs = 0;
      });
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await identity.stop();
      await aws.stop();
    },
  };
  return api;
}

/** The app with a stub in each function's asset: the handlers are loaded from the sources instead. */
function declaredStack(context: Record<string, unknown>, awsEndpoint: string): StackDeclaration {
  return readStack(
    synthesizedOnce('served', context, (outdir) => {
      const code = mkdtempSync(join(tmpdir(), 'code-'));
      writeFileSync(join(code, 'index.js'), 'exports.handler = async () => undefined;');
      const app = new App({ context, outdir });
      const configuration = readConfiguration(app.node);
      new TradingStack(app, 'trading-dev', { configuration, codeOf: () => Code.fromAsset(code) });
      app.synth();
      rmSync(code, { recursive: true });
    }),
    awsEndpoint,
  );
}

async function invoked(name: string, event: unknown, around: Around): Promise<Outcome> {
  try {
    return { ok: true, payload: JSON.stringify(await run(name, event, around)) };
  } catch (error) {
    return failure('Error', String(error));
  }
}

/** With less, an audit reads one partition of each segment, and which those are is chance. */
const AUDIT_MS = 15 * 60_000;

/** Events and responses cross a process boundary on AWS, so they are serialized and parsed again. */
async function run(name: string, event: unknown, around: Around): Promise<unknown> {
  const file = entryPoints[name];
  if (file === undefined) throw new Error(`there is no function ${name}`);
  const { handler }: { handler: RouteHandler } = await import(`../${file}`);
  const given = z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(event)));
  const context =
    name === 'audit' ? { ...aContext(name), getRemainingTimeInMillis: () => AUDIT_MS } : aContext(name);
  return await around(name, async () => handler(given, context));
}
