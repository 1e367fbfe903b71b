import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Refusal } from './refusal';

/** A TCP port nobody listens on at this moment. Another process may take it first, so callers retry. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, '127.0.0.1', 0);
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Answers the port, which is of interest where 0 asked for any. Rejects with one line when it is taken. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Refusal(describe(error, host, port), { cause: error });
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');
  return address.port;
}

function describe(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken by another program: choose another with --port.`;
  return `Can't listen on port ${port} of ${host}: ${error instanceof Error ? error.message : String(error)}`;
}
