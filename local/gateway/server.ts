// The HTTP server: reads requests within limits, and writes the gateway's responses.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Room, readBody } from '../read-body';
import { type Answer, gatewayAnswer } from './answer';
import type { ReceivedRequest } from './event';

/** The payload quota of HTTP APIs. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
/** The memory that the bodies of all concurrent requests may take. */
const BODIES_LIMIT_BYTES = 64 * 1024 * 1024;

export type AnswerRequest = (request: ReceivedRequest) => Promise<Answer>;

/** Creates a server that isn't listening yet. */
export function gatewayServer(answer: AnswerRequest, report: (line: string) => void): Server {
  const room = new Room(BODIES_LIMIT_BYTES);
  return createServer((incoming, outgoing) => {
    respond(incoming, answer, room)
      .catch((error: unknown) => {
        // A client that hangs up in the middle of its request is not our failure.
        if (!incoming.complete) return gatewayAnswer(400, 'Bad Request');
        report(`gateway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return gatewayAnswer(500, 'Internal Server Error');
      })
      .then((response) => write(incoming, outgoing, response));
  });
}

async function respond(incoming: IncomingMessage, answer: AnswerRequest, room: Room): Promise<Answer> {
  const [, path, rawQuery = ''] = /^(\/[^?]*)\??(.*)$/.exec(incoming.url ?? '') ?? [];
  if (path === undefined || !isEncodedText(path)) return gatewayAnswer(400, 'Bad Request');
  const { remoteAddress = '', localAddress = '', localPort = 0 } = incoming.socket;
  return answer({
    id: randomUUID(),
    receivedAt: new Date(),
    method: incoming.method ?? '',
    path,
    rawQuery,
    domainName: incoming.headers.host?.replace(/:\d+$/, '') ?? localAddress,
    port: String(localPort),
    protocol: `HTTP/${incoming.httpVersion}`,
    sourceIp: remoteAddress,
    headers: headersOf(incoming),
    readBody: () => readBody(incoming, BODY_LIMIT_BYTES, room),
  });
}

function isEncodedText(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[index + 1] ?? '']);
  }
  return headers;
}

function write(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, cookies, body }: Answer,
): void {
  if (outgoing.destroyed) return;
  const content = Buffer.from(body);
  outgoing.writeHead(status, {
    ...headers,
    // A 204 must not have a Content-Length.
    ...(status === 204 ? {} : { 'content-length': content.length }),
    ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : content);
}
