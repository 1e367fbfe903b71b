// The product as `npm start` runs it, on a file of its own, in a process whose CPU time can be told from ours.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cpuSeconds, descendants } from './cpu-time';

export interface Product {
  readonly url: string;
  readonly brokerUrl: string;
  /** Seconds of CPU so far; undefined where the system does not tell. */
  cpu(): { host: number; engine: number } | undefined;
  stop(): Promise<void>;
}

/** @param checkout the folder of the repository to start, with its packages installed */
export async function startProduct(checkout: string): Promise<Product> {
  const data = mkdtempSync(path.join(tmpdir(), 'trading-bench-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const flags = ['--port', String(port), '--mqtt-port', String(mqttPort), '--data', data, '--no-demo'];
  const main = path.join('local', 'main.ts');
  const host = spawn(process.execPath, ['-r', 'tsx/cjs', main, ...flags], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => host.once('exit', () => resolve()));
  const stop = async () => {
    host.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  };
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    host.stdout.on('data', (chunk) => {
      printed += chunk;
      if (/^ready http/m.test(printed)) resolve();
    });
    void ended.then(() => reject(new Error(`npm start of ${checkout} ended`)));
  });
  const { pid } = host;
  const engines = pid === undefined ? [] : descendants(pid);
  return {
    url: `http://127.0.0.1:${port}`,
    brokerUrl: `mqtt://127.0.0.1:${mqttPort}`,
    cpu() {
      const own = pid === undefined ? undefined : cpuSeconds(pid);
      if (own === undefined) return undefined;
      return { host: own, engine: engines.reduce((sum, child) => sum + (cpuSeconds(child) ?? 0), 0) };
    },
    stop,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('a port has a number')),
      );
    });
  });
}
