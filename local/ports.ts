import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Refusal } from './refusal';

/** A TCP port that is currently free. Another process may take it first, so callers retry. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, host, 0);
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Returns the port, which matters if 0 requested any free one. Rejects with a one-line reason if it is taken.
 *
 * @param option the flag to choose another port with
 */
export async function listen(server: Server, host: string, port: number, option = '--port'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(refusalOf(error, host, port, option));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');
  return address.port;
}

function refusalOf(error: NodeJS.ErrnoException, host: string, port: number, option: string): Refusal {
  const why =
    error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use by another program: choose another with ${option}.`
      : `Can't listen on port ${port} on ${host}: ${error.message}`;
  return new Refusal(why, { cause: error });
}

/** The host for use in a URL. The wildcard addresses can be listened on but not connected to. */
export function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
