import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const EVERYBODYS = '127.0.0.1';

/**
 * A loopback address for services that only this host may reach and that can't check credentials. Where all of
 * 127.0.0.0/8 is loopback (Linux, Windows), it is one of sixteen million, which together with a random port no page in
 * a browser can find by guessing. Elsewhere it is the only one available.
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
