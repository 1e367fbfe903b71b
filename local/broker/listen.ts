import { once } from 'node:events';
import type { Server } from 'node:net';

/** Rejects with one clear sentence when the address can't be had. */
export async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const why = String(error).includes('EADDRINUSE') ? 'the port is taken' : String(error);
    throw new Error(`the MQTT broker cannot listen on ${host}:${port}: ${why}`, { cause: error });
  }
}

/** The URL that clients on this machine connect to. */
export function mqttUrl(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the MQTT broker is not listening on TCP');
  const isEverywhere = address.address === '0.0.0.0' || address.address === '::';
  const host = isEverywhere ? '127.0.0.1' : address.address;
  return `mqtt://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
