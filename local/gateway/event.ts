// An HTTP API event in payload format 2.0, as a function receives it from API Gateway.
import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { account } from '../assembly/aws-environment';

export interface ReceivedRequest {
  id: string;
  receivedAt: Date;
  method: string;
  /** As received, percent-encoded. */
  path: string;
  rawQuery: string;
  domainName: string;
  port: string;
  protocol: string;
  sourceIp: string;
  /** By lower-case name, each with its values in order. */
  headers: Map<string, string[]>;
  /** Reads the body, which stays on the wire until the request is authorized; or returns why it can't be read. */
  readBody(): Promise<Buffer | Unreadable>;
}

export type Unreadable = 'too_large' | 'no_room';

export interface Routed {
  apiId: string;
  routeKey: string;
  pathParameters: Record<string, string>;
  /** The authorizer's result for the token. */
  jwt?: { claims: Record<string, string>; scopes: string[] } | undefined;
}

export type GatewayEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

export function eventOf(request: ReceivedRequest, body: Buffer, routed: Routed): GatewayEvent {
  const { headers, rawQuery } = request;
  // Cookies have a field of their own in the event, one entry each.
  const cookies = headers.get('cookie')?.flatMap((line) => line.split('; '));
  const path = decodeURIComponent(request.path);
  return {
    version: '2.0',
    routeKey: routed.routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookies === undefined ? {} : { cookies }),
    headers: joinedHeaders(request),
    ...(rawQuery === '' ? {} : { queryStringParameters: joined(new URLSearchParams(rawQuery)) }),
    requestContext: contextOf(request, routed, path),
    ...(Object.keys(routed.pathParameters).length === 0 ? {} : { pathParameters: routed.pathParameters }),
    ...bodyOf(body, headers),
  };
}

function contextOf(request: ReceivedRequest, { apiId, routeKey, jwt }: Routed, path: string) {
  const { id, receivedAt, method, protocol, sourceIp, headers, domainName } = request;
  return {
    accountId: account,
    apiId,
    ...(jwt === undefined ? {} : { authorizer: { jwt } }),
    domainName,
    domainPrefix: domainName.split('.', 1)[0] ?? '',
    http: { method, path, protocol, sourceIp, userAgent: headers.get('user-agent')?.join(',') ?? '' },
    requestId: id,
    routeKey,
    stage: '$default',
    time: commonLogTime(receivedAt),
    timeEpoch: receivedAt.getTime(),
  };
}

function joinedHeaders({ headers, sourceIp, port }: ReceivedRequest): Record<string, string> {
  const sent = [...headers]
    .filter(([name]) => name !== 'cookie')
    .map(([name, values]) => [name, values.join(',')]);
  return {
    ...Object.fromEntries(sent),
    'x-forwarded-for': [...(headers.get('x-forwarded-for') ?? []), sourceIp].join(', '),
    'x-forwarded-port': port,
    'x-forwarded-proto': 'http',
  };
}

/** Several values of one name are joined with commas, and so can't be told from one value with commas in it. */
function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

function bodyOf(
  body: Buffer,
  headers: ReceivedRequest['headers'],
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  // Invalid text is passed on as bytes: with replacement characters, distinct bodies would look alike.
  const isBase64Encoded = !isText(headers.get('content-type')?.[0]) || !isUtf8(body);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

// What API Gateway treats as text; it passes on everything else as base64, including form fields.
function isText(contentType = 'text/plain'): boolean {
  return /^\s*(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\s*(;|$))/i.test(contentType);
}

/** Such as `22/Nov/2026:11:46:05 +0000`. */
function commonLogTime(time: Date): string {
  const [, day, month, year] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time.toISOString().slice(11, 19)} +0000`;
}
