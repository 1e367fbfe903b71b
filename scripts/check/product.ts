import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../local/ports';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
export const DEMO_PASSWORD = 'Smoke-test-4-us';
export const ADMIN_PASSWORD = 'Admin-test-4-us';

/** The product as a user starts it, in its own process, with temporary data. */
export interface Product {
  readonly url: string;
  readonly brokerUrl: string;
  readonly startSeconds: number;
  /** Asks it to end, and fails if anything still answers afterwards. */
  stop(): Promise<void>;
  /** Kills all of its processes at once, like a power cut. The data stays. */
  kill(): Promise<void>;
  /** Kills it if it is still running, and removes its data. */
  destroy(): void;
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'trading-product-'));
}

export interface Ports {
  readonly port: number;
  readonly mqttPort: number;
}

export async function freePorts(): Promise<Ports> {
  return { port: await freePort(), mqttPort: await freePort() };
}

/**
 * @param more further flags of `npm start`
 * @param ports those of an earlier start, to return at the same address
 */
export async function startProduct(
  data = temporaryFolder(),
  more: readonly string[] = [],
  ports?: Ports,
): Promise<Product> {
  const { port, mqttPort } = ports ?? (await freePorts());
  const flags = ['--port', String(port), '--mqtt-port', String(mqttPort), '--data', data];
  const startedAtMs = Date.now();
  const child = spawn('npm', ['start', '--', ...flags, ...more], {
    env: { ...process.env, DEMO_PASSWORD, ADMIN_PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const destroy = () => {
    if (isRunning(child) && child.pid) process.kill(-child.pid, 'SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const url = await readyUrl(child);
    const startSeconds = (Date.now() - startedAtMs) / 1000;
    const brokerUrl = `mqtt://127.0.0.1:${mqttPort}`;
    return { url, brokerUrl, startSeconds, stop: () => stop(child, url), kill: () => kill(child), destroy };
  } catch (error) {
    destroy();
    throw error;
  }
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let printed = '';
  return await new Promise((resolve, reject) => {
    setTimeout(
      () => reject(new Error(`not ready after ${START_LIMIT_MS} ms:\n${printed}`)),
      START_LIMIT_MS,
    ).unref();
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${printed}`)));
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
      const ready = /^ready (http:\S+)$/m.exec(printed);
      if (ready?.[1]) resolve(ready[1]);
    });
  });
}

async function stop(child: ChildProcess, url: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid) process.kill(-child.pid, 'SIGTERM');
  await ended;
  // npm may end before the host that it started, which has to put everything away.
  const latestAtMs = Date.now() + STOP_LIMIT_MS;
  while (isGroupRunning(child) || (await isAnswering(url))) {
    if (Date.now() > latestAtMs) throw new Error(`something still runs ${STOP_LIMIT_MS} ms after SIGTERM`);
    await delay(100);
  }
}

/** Whether any process that npm started is left. */
function isGroupRunning({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 0);
  } catch {
    return false;
  }
}

async function isAnswering(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid) process.kill(-child.pid, 'SIGKILL');
  await ended;
}
