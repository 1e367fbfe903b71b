import {
  type ClientRequest,
  type OutgoingHttpHeaders,
  Agent as PlainAgent,
  request as plainRequest,
} from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { CONNECTION_TIMEOUT_MS } from '../../bounded-calls';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Connection {
  /** Rejects with a TimeoutError if the complete response doesn't arrive in time, or with Node.js's own error. */
  post(headers: OutgoingHttpHeaders, body: string): Promise<Reply>;
  close(): void;
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

const MAX_SOCKETS = 50;

/** Reusable connections to one address. */
export function connectTo(url: string, requestTimeoutMs: number): Connection {
  const { protocol, hostname, port } = new URL(url);
  const isPlain = protocol === 'http:';
  const kept = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const agent = isPlain ? new PlainAgent(kept) : new SecureAgent(kept);
  const open = isPlain ? plainRequest : secureRequest;
  return {
    async post(headers, body) {
      const request = open({ agent, hostname, port, method: 'POST', path: '/', headers });
      const stopWaiting = boundWaiting(request, requestTimeoutMs);
      const reply = replyTo(request);
      request.end(body);
      return await reply.finally(stopWaiting);
    },
    close: () => agent.destroy(),
  };
}

function replyTo(request: ClientRequest): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') });
      });
    });
  });
}

/** @returns a function that cancels the timeouts */
function boundWaiting(request: ClientRequest, requestTimeoutMs: number): () => void {
  const end = (what: string, milliseconds: number) => {
    request.destroy(new TimeoutError(`no ${what} within ${milliseconds} ms`));
  };
  const forAnswer = setTimeout(end, requestTimeoutMs, 'response', requestTimeoutMs);
  let forConnection: NodeJS.Timeout | undefined;
  request.on('socket', (socket) => {
    if (!socket.connecting) return;
    forConnection = setTimeout(end, CONNECTION_TIMEOUT_MS, 'connection', CONNECTION_TIMEOUT_MS);
    socket.once('connect', () => clearTimeout(forConnection));
  });
  return () => {
    clearTimeout(forAnswer);
    clearTimeout(forConnection);
  };
}
