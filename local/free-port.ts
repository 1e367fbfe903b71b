import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port nobody listens on at this moment. Another process may take it first, so callers retry. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');
  return address.port;
}
