import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { RouteName } from '../functions/contract/routes';
import type { UserId } from '../functions/domain/ids';
import { checkAnswer } from './check-answer';
import type { TestStore } from './test-store';
import { openTestStore } from './test-store';

/** The caller: a signed-in user or an administrator; without one, the request is anonymous. */
export interface TestCaller {
  readonly userId: UserId;
  readonly username?: string;
  readonly isAdmin?: boolean;
}

export interface TestRequest {
  readonly as?: TestCaller | undefined;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** Sent as is, instead of `body` as JSON. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
  readonly cookies?: string[];
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly cookies: string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where they differ
  readonly json: any;
}

export interface TestApi {
  readonly store: TestStore;
  call(route: RouteName, request?: TestRequest): Promise<TestResponse>;
  /** Invokes the matcher as the topic rule would for this message. */
  publish(message: unknown): Promise<unknown>;
}

const Answer = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.unknown()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
});

/** The real handlers on their own table in the embedded engine. One per test file: handlers keep their store. */
export async function openApi(): Promise<TestApi> {
  const store = await openTestStore();
  setEnvironment(store.tableName);
  return {
    store,
    async call(route, request) {
      const { handler } = await import(`../functions/http/${route}`);
      const response = await answerOf(handler, route, request);
      checkAnswer(route, response);
      return response;
    },
    async publish(message) {
      const { handler } = await import('../functions/feed/match-ticks');
      return await handler(tickEventFor(message, Date.now()));
    },
  };
}

/** Sets the functions' environment as the template does. Must be called before a handler is loaded. */
export function setEnvironment(tableName: string): void {
  Object.assign(process.env, {
    TABLE_NAME: tableName,
    AWS_ENDPOINT_URL_DYNAMODB: process.env.TEST_DYNAMODB_ENDPOINT,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    QUOTE_MAX_AGE_SECONDS: '60',
    LATE_TICK_SECONDS: '10',
    MAX_CLOCK_SKEW_SECONDS: '10',
    DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:9/000000000000/dead-letters',
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
    USER_POOL_ID: 'us-east-1_test',
    USER_POOL_CLIENT_ID: 'test-client',
    CODES_CLIENT_ID: 'codes-client',
    SIGN_UP: 'open',
    REFRESH_TOKEN_DAYS: '30',
    AUDIT_FUNCTION: 'trading-dev-audit',
    PUBLISH_TOPIC: 'thndr-trading',
  });
}

export type RouteHandler = (event: object, context: Context) => Promise<unknown>;

/** Passes a request to a handler in the form in which the gateway would. */
export async function answerOf(
  handler: RouteHandler,
  route: RouteName,
  request: TestRequest = {},
): Promise<TestResponse> {
  const answer = Answer.parse(await handler(eventFor(route, request), aContext(route)));
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    cookies: answer.cookies,
    text: answer.body,
    json: isJson ? JSON.parse(answer.body) : undefined,
  };
}

/** The topic rule's event for this message. */
export function tickEventFor(message: unknown, receivedAtMs: number): object {
  const bytes =
    message instanceof Uint8Array || typeof message === 'string' ? message : JSON.stringify(message);
  const payload = Buffer.from(bytes).toString('base64');
  return { ...keptEvent('match-ticks'), payload, received_at_ms: receivedAtMs };
}

const keptEvents = new Map<string, Record<string, unknown>>();

/** A sample event from `test/events`, which also works with `npm run invoke` and `sam local invoke`. */
export function keptEvent(name: string): Record<string, unknown> {
  const event = keptEvents.get(name) ?? readEvent(name);
  keptEvents.set(name, event);
  return structuredClone(event);
}

function readEvent(name: string): Record<string, unknown> {
  const file = path.join(__dirname, '..', 'test', 'events', `${name}.json`);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
}

function eventFor(
  route: RouteName,
  { as, path: parameters = {}, query, body, text, headers = {}, cookies }: TestRequest,
) {
  const event = keptEvent(route);
  const context = z.record(z.string(), z.unknown()).parse(event.requestContext);
  const pathParameters = {
    ...z.record(z.string(), z.string()).optional().parse(event.pathParameters),
    ...parameters,
  };
  const authorizer = as && { jwt: { claims: claimsOf(as), scopes: null } };
  return {
    ...event,
    ...(cookies && { cookies }),
    headers: { ...z.record(z.string(), z.string()).parse(event.headers), ...headers },
    pathParameters,
    queryStringParameters: query,
    body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
    requestContext: { ...context, authorizer },
  };
}

function claimsOf({ userId, username = 'someone', isAdmin = false }: TestCaller) {
  return {
    sub: userId,
    username,
    token_use: 'access',
    client_id: 'test-client',
    ...(isAdmin && { 'cognito:groups': '[admin]' }),
  };
}

export function aContext(functionName: string): Context {
  return {
    awsRequestId: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'test',
    memoryLimitInMB: '512',
    done: () => undefined,
    fail: () => undefined,
    getRemainingTimeInMillis: () => 15_000,
    succeed: () => undefined,
  };
}
