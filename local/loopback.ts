import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const EVERYBODYS = '127.0.0.1';

/**
 * An address of this machine for what only this host may reach, and what has no key of its own to ask for. Where all of
 * 127.0.0.0/8 is loopback (Linux, Windows), it is one of sixteen million, which beside a random port no page in a
 * browser can find by trying. Elsewhere it is the one that there is.
 */
export async function secludedAddress(): Promise<string> {
  const address = ['127', randomInt(1, 255), randomInt(0, 256), randomInt(2, 255)].join('.');
  return (await canListenOn(address)) ? address : EVERYBODYS;
}

async function canListenOn(address: string): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(0, address);
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
