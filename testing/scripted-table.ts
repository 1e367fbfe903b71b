import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { testClient } from './test-store';
import { TestTable } from './test-table';

export interface ScriptedReply {
  readonly status?: number;
  /** An object is sent as JSON. */
  readonly body: string | object;
}

export interface Asked {
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

export interface ScriptedTable {
  readonly url: string;
  readonly client: TestTable;
  readonly asked: Asked[];
  /** Sets the next replies; the last one repeats. */
  answerWith(...replies: ScriptedReply[]): void;
  stop(): void;
}

/** A service with scripted replies, of kinds that the embedded engine never sends. */
export async function startScriptedTable(): Promise<ScriptedTable> {
  const asked: Asked[] = [];
  let replies: ScriptedReply[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { headers } = incoming;
    const input = z.record(z.string(), z.unknown()).parse(JSON.parse(await text(incoming)));
    asked.push({ operation: String(headers['x-amz-target']).replace(/.*\./, ''), input, headers });
    const { status = 200, body } = (replies.length > 1 ? replies.shift() : replies[0]) ?? { body: {} };
    outgoing.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = testClient(url);
  return {
    url,
    client: new TestTable(client),
    asked,
    answerWith(...given) {
      replies = given;
      asked.length = 0;
    },
    stop() {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
