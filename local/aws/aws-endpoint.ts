// One address in place of the AWS services, other than DynamoDB, that the functions call. SDKs of the JSON protocol
// name service and operation in a header; the IoT data plane uses paths. It can create users and publish events, so
// requests need a key that is generated at each start and that only the functions get.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { secludedAddress } from '../loopback';
import { listen } from '../ports';
import { readBody } from '../read-body';
import { AwsError } from './aws-error';

export interface AwsServices {
  sqs(operation: string, input: unknown): Promise<object>;
  cognito(operation: string, input: unknown): Promise<{ status: number; body: object }>;
  publish(topic: string, payload: Buffer): Promise<void>;
  /** Invokes a function of the stack asynchronously, by name. */
  invoke?(functionName: string, event: unknown): void;
  /** What the user pool publishes for verifying its tokens, by its path on AWS. */
  document?(path: string): object | undefined;
}

export interface AwsEndpoint {
  url: string;
  /** The access key id, which every request's signature must name. */
  accessKeyId: string;
  /** Attaches the services. The address is needed to resolve the template, so it exists before them. */
  serve(services: AwsServices): void;
  stop(): Promise<void>;
}

interface Reply {
  status: number;
  body: object;
}

/** Larger than the largest queue message; nothing that functions send comes near it. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

export async function startAwsEndpoint(report: (line: string) => void): Promise<AwsEndpoint> {
  let services: AwsServices | undefined;
  const accessKeyId = `LOCAL${randomBytes(20).toString('hex').toUpperCase()}`;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, accessKeyId, services)
      .catch((error: unknown) => refusal(error, report))
      .then((reply) => write(outgoing, reply));
  });
  const host = await secludedAddress();
  const port = await listen(server, host, 0);
  return {
    url: `http://${host}:${port}`,
    accessKeyId,
    serve(behind) {
      services = behind;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  accessKeyId: string,
  services: AwsServices | undefined,
): Promise<Reply> {
  refuseStrangers(incoming);
  const document = incoming.method === 'GET' ? services?.document?.(incoming.url ?? '') : undefined;
  if (document !== undefined) return { status: 200, body: document };
  refuseUnsigned(incoming, accessKeyId);
  const payload = await readBody(incoming, MAX_BODY_BYTES);
  if (typeof payload === 'string') throw new AwsError('RequestEntityTooLarge', 'The body is too large.', 413);
  if (services === undefined) throw new AwsError('ServiceUnavailable', 'The local host is still starting.');
  const published = /^\/topics\/([^?]+)/.exec(incoming.url ?? '')?.[1];
  if (incoming.method === 'POST' && published !== undefined) {
    await services.publish(decodeURIComponent(published), payload);
    return { status: 200, body: {} };
  }
  const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(incoming.url ?? '')?.[1];
  if (invoked !== undefined && services.invoke !== undefined) {
    if (incoming.headers['x-amz-invocation-type'] !== 'Event')
      throw new AwsError('InvalidRequestContentException', 'Only asynchronous invocation is supported here.');
    services.invoke(decodeURIComponent(invoked), JSON.parse(payload.toString('utf8') || '{}'));
    return { status: 202, body: {} };
  }
  const { service, operation, target } = targetOf(incoming);
  const input: unknown = JSON.parse(payload.toString('utf8') || '{}');
  if (service === 'AmazonSQS') return { status: 200, body: await services.sqs(operation, input) };
  if (service === COGNITO) return services.cognito(operation, input);
  throw new AwsError('UnknownOperationException', `${target} is not an operation of the local host.`);
}

const COGNITO = 'AWSCognitoIdentityProviderService';

/** SDKs don't sign Cognito's public operations, which a password, a token or the client's secret authenticates. */
const UNSIGNED = new Set([
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'ForgotPassword',
  'GetUser',
  'InitiateAuth',
  'RevokeToken',
  'SignUp',
]);

function targetOf({ headers, method, url }: IncomingMessage) {
  const target = String(headers['x-amz-target'] ?? `${method} ${url}`);
  const [service, operation = ''] = target.split('.');
  return { target, service, operation };
}

/** A page in a browser sends an Origin, or another Host for this address; functions do neither. */
function refuseStrangers({ headers, socket }: IncomingMessage): void {
  const isForUs = headers.host === `${socket.localAddress}:${socket.localPort}`;
  if (!isForUs || headers.origin !== undefined)
    throw new AwsError(
      'AccessDeniedException',
      'Only the functions of this host may call this endpoint.',
      403,
    );
}

function refuseUnsigned(incoming: IncomingMessage, accessKeyId: string): void {
  const { service, operation } = targetOf(incoming);
  if (service === COGNITO && UNSIGNED.has(operation)) return;
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  if (!isSame(given, accessKeyId))
    throw new AwsError('UnrecognizedClientException', "The request isn't signed with this start's key.", 403);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refusal(error: unknown, report: (line: string) => void): Reply {
  if (error instanceof AwsError)
    return { status: error.status, body: { __type: error.name, message: error.message } };
  if (error instanceof SyntaxError)
    return {
      status: 400,
      body: { __type: 'SerializationException', message: 'The body is not valid JSON.' },
    };
  report(`aws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { status: 500, body: { __type: 'InternalFailure', message: 'The local host failed.' } };
}

function write(outgoing: ServerResponse, { status, body }: Reply): void {
  if (status === 413) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}
