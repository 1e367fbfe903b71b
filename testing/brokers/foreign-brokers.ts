import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { freePort } from '../../local/ports';
import type { Requirement } from './requirement';

/** A third-party broker to consume from. */
export interface ForeignBroker {
  url: string;
  /** Idempotent, so that a test may stop the broker itself before its cleanup does. */
  stop(): Promise<void>;
}

export const mosquitto: Requirement = {
  isMet: spawnSync('mosquitto', ['-h']).error === undefined,
  otherwise: 'mosquitto is not installed (apt-get install mosquitto)',
};

// By default Mosquitto drops messages beyond a thousand while its consumer is disconnected.
const CONFIGURATION = (port: number) =>
  [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'max_queued_messages 0',
    '',
  ].join('\n');

export async function startMosquitto(): Promise<ForeignBroker> {
  const directory = mkdtempSync(join(tmpdir(), 'mosquitto-'));
  const port = await freePort();
  const file = join(directory, 'mosquitto.conf');
  writeFileSync(file, CONFIGURATION(port));
  const child = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
  const url = `mqtt://127.0.0.1:${port}`;
  await answers(url);
  return {
    url,
    async stop() {
      await ended(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The library of our own broker without our restrictions: everyone may publish everything. */
export async function startPlainAedes(): Promise<ForeignBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    aedes.handle(socket);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => aedes.close(resolve));
    },
  };
}

export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function answers(url: string): Promise<void> {
  for (;;) {
    try {
      const client = await connectAsync(url, { reconnectPeriod: 0 });
      return await client.endAsync();
    } catch {
      await new Promise(setImmediate);
    }
  }
}
