import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import type { Route } from '../../contract/route';
import { type RouteName, type RouteOf, routes } from '../../contract/routes';
import type { UserId } from '../../domain/ids';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { store as connectedStore } from '../../environment';
import type { Store } from '../../storage/table/store';
import type { RepeatableRequest } from '../../storage/transactions/idempotency';
import { answerProblems } from './answer-problems';
import { authorize, type Caller, callerOf, type Permit } from './caller';
import { Content } from './content';
import { cameThroughEdge, sourceAddress } from './front';
import { logRequests } from './log';
import { parseJson, parseWith } from './parse';
import { problemResponse } from './problem';
import type { CookieRequest } from './refresh-cookie';
import { answerOnce, isReplay, type Replay, rememberer, repeatableRequest } from './repeats';
import { securityHeaders } from './security-headers';

type GatewayEvent = APIGatewayProxyEventV2 & { requestContext: { authorizer?: unknown } };
type GatewayResult = APIGatewayProxyStructuredResultV2;

/** An authorized request, parsed by the route's schemas. */
export interface RequestTo<Name extends RouteName> {
  readonly path: z.output<RouteOf<Name>['request']['path']>;
  readonly query: z.output<RouteOf<Name>['request']['query']>;
  readonly body: RouteOf<Name>['request'] extends { body?: infer Body extends z.ZodType }
    ? z.output<Body>
    : undefined;
  /** The body exactly as sent, for passing it on. */
  readonly bodyText: string;
  readonly caller: Access<Name> extends 'anyone' ? undefined : Caller;
  /** The user the request concerns: the one in the path, otherwise the caller. */
  readonly userId: Access<Name> extends 'anyone' ? undefined : UserId;
  readonly store: Store;
  /** The cookies and headers of the request. */
  readonly cookieRequest: CookieRequest;
  /** The client's address. */
  readonly sourceIp: string;
  /** If the client sent a key, has the response written in the transaction whose outcome it states. */
  readonly remember: ReturnType<typeof rememberer>;
}

type Access<Name extends RouteName> = RouteOf<Name>['access'];

/** The body of a successful response, JSON unless it is a Content; or the rejection. */
export type Answer = object | Content | Cookies | Accepted | Rejection;

/** A 202: the caller has to do something else first. */
export class Accepted {
  constructor(readonly body: object) {}
}

/** A response that sets cookies. */
export class Cookies {
  constructor(
    readonly body: object,
    readonly cookies: string[],
  ) {}
}

/** Reserved from the function's time to answer a timeout itself: Lambda's own would carry no Retry-After. */
const LEFT_TO_ANSWER_MS = 250;

/** Turns a function that answers a route's requests into its Lambda handler. */
export function serve<Name extends RouteName>(
  name: Name,
  answer: (request: RequestTo<Name>) => Promise<Answer>,
) {
  const route: Route = routes[name];
  return middy<GatewayEvent, GatewayResult>({ timeoutEarlyInMillis: LEFT_TO_ANSWER_MS })
    .use(logRequests(name))
    .use(securityHeaders())
    .use(answerProblems())
    .handler(async (event: GatewayEvent, context): Promise<GatewayResult> => {
      const read = readRequest(name, event, context);
      return respond(isRejection(read) ? read : await answerRead(read, answer), route.success, event);
    });
}

interface ReadRequest<Name extends RouteName> {
  readonly request: RequestTo<Name>;
  /** Set if the client sent a key. */
  readonly repeatable: RepeatableRequest | undefined;
}

/** Checks in order: the caller, then whether the body is JSON, then each part against its schema. */
function readRequest<Name extends RouteName>(
  name: Name,
  event: GatewayEvent,
  context: Context,
): ReadRequest<Name> | Rejection {
  const route: Route = routes[name];
  if (!cameThroughEdge(event)) return reject('forbidden');
  const permit = authorize(
    route.access,
    callerOf(event.requestContext.authorizer),
    event.pathParameters?.user_id,
  );
  if (isRejection(permit)) return permit;
  const content = route.request.body ? bodyOf(event) : NO_BODY;
  if (isRejection(content)) return content;
  const parts = parseParts(route, event, content.json);
  if (isRejection(parts)) return parts;
  const repeatable = repeatableBy(name, permit, event, content.json);
  if (isRejection(repeatable)) return repeatable;
  const cookieRequest = { cookies: event.cookies, headers: event.headers };
  const remember = rememberer(repeatable, route.success.status);
  // The cast is safe: the parts come from the schemas of the route of this very name. The store connects lazily,
  // since functions such as sign-in have no table.
  const request = {
    ...permit,
    ...parts,
    bodyText: content.text,
    cookieRequest,
    sourceIp: sourceAddress(event),
    remember,
    get store() {
      return connectedStore(context.getRemainingTimeInMillis());
    },
  } as RequestTo<Name>;
  return { request, repeatable };
}

const NO_BODY = { json: undefined, text: '' };

function bodyOf(event: GatewayEvent) {
  const { body, isBase64Encoded, headers } = event;
  return parseJson({
    text: body,
    isBase64Encoded,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
  });
}

function parseParts({ request }: Route, event: GatewayEvent, json: unknown) {
  const path = parseWith(request.path, event.pathParameters ?? {});
  if (isRejection(path)) return path;
  const query = parseWith(request.query, event.queryStringParameters ?? {});
  if (isRejection(query)) return query;
  const body = request.body && parseWith(request.body, json);
  return isRejection(body) ? body : { path, query, body };
}

function repeatableBy(name: RouteName, { caller, userId }: Permit, event: GatewayEvent, json: unknown) {
  if (!caller || userId === undefined) return undefined;
  const route: Route = routes[name];
  const key = route.isRepeatable ? event.headers['idempotency-key'] : undefined;
  const { user_id, ...place } = event.pathParameters ?? {};
  return repeatableRequest(key, { callerId: caller.userId, userId }, [
    name,
    userId,
    place,
    event.queryStringParameters ?? {},
    json,
  ]);
}

async function answerRead<Name extends RouteName>(
  { request, repeatable }: ReadRequest<Name>,
  answer: (request: RequestTo<Name>) => Promise<Answer>,
): Promise<Answer | Replay> {
  if (!repeatable) return await answer(request);
  return await answerOnce(connectedStore(), repeatable, () => answer(request));
}

function respond(
  result: Answer | Replay,
  { status, maxAgeSeconds }: Route['success'],
  event: GatewayEvent,
): GatewayResult {
  if (isRejection(result))
    return problemResponse(result.rejected, event.requestContext.requestId, result.errors);
  if (result instanceof Content) return result.response(event.headers['accept-encoding']);
  if (isReplay(result))
    return jsonResponse(result.replayed.status, result.replayed.body, { 'idempotency-replayed': 'true' });
  if (result instanceof Accepted) return jsonResponse(202, JSON.stringify(result.body));
  if (result instanceof Cookies)
    return { ...jsonResponse(status, JSON.stringify(result.body)), cookies: result.cookies };
  const kept = maxAgeSeconds === undefined ? {} : { 'cache-control': `private, max-age=${maxAgeSeconds}` };
  return jsonResponse(status, JSON.stringify(result), kept);
}

function jsonResponse(statusCode: number, body: string, headers: Record<string, string> = {}): GatewayResult {
  const always = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { statusCode, headers: { ...always, ...headers }, body };
}
