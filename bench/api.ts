/**
 * Requests a second over HTTP against `npm start` on a file, everything on this one machine: `npm run bench:api`.
 * The figures of the system this one replaces (Django, PostgreSQL with fsync, two cores) stand beside them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import mqtt from 'mqtt';
import * as z from 'zod';
import { freePort } from '../local/ports';
import { printTable } from './table';

const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';
const PASSWORD = 'Bench-marks-4-us';
const CONNECTIONS = 16;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '8' } } });
const duration = Number(values.seconds);

interface Load {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly original: number;
}

const LOADS: Load[] = [
  { name: 'deposit', method: 'POST', path: '/users/me/deposit', body: { amount: 1 }, original: 206 },
  {
    name: 'buy, resting',
    method: 'POST',
    path: '/users/me/buy',
    body: { stock_id: STOCK, total: 1, upper_bound: 1 },
    original: 157,
  },
  { name: 'user page', method: 'GET', path: '/users/me', original: 147 },
  { name: 'stock page', method: 'GET', path: `/stocks/${STOCK}`, original: 86 },
];

async function main(): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'trading-bench-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const host = startHost(port, mqttPort, data);
  try {
    const url = `${await readyUrl(host)}/api`;
    const authorization = `Bearer ${await signUp(url)}`;
    await publishTicks(mqttPort);
    const rows = [];
    for (const load of LOADS) rows.push(await run(load, url, authorization));
    printTable(['request', 'a second', 'p50 ms', 'p99 ms', 'not 2xx', 'the original a second'], rows);
  } finally {
    host.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  }
}

function startHost(port: number, mqttPort: number, data: string): ChildProcess {
  const flags = ['--port', String(port), '--mqtt-port', String(mqttPort), '--data', data, '--no-demo'];
  const main = path.join(__dirname, '..', 'local', 'main.ts');
  return spawn(process.execPath, ['-r', 'tsx/cjs', main, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function readyUrl(host: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    host.once('exit', () => reject(new Error('npm start ended')));
    host.stdout?.on('data', (chunk) => {
      const ready = /^ready (http:\S+)$/m.exec(String(chunk));
      if (ready?.[1]) resolve(ready[1]);
    });
  });
}

async function signUp(url: string): Promise<string> {
  const credentials = { username: 'bench', password: PASSWORD };
  await post(`${url}/users`, { ...credentials, email: 'bench@example.com' });
  const token = (await post(`${url}/token`, credentials)).access_token;
  await post(`${url}/users/me/deposit`, { amount: 1_000_000_000 }, token);
  return token;
}

const Token = z.object({ access_token: z.string().default('') });

async function post(url: string, body: object, token?: string): Promise<z.output<typeof Token>> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return Token.parse(await response.json());
}

/** A thousand ticks of history, as the original's stock page was measured with. */
async function publishTicks(mqttPort: number): Promise<void> {
  const publisher = await mqtt.connectAsync(`mqtt://127.0.0.1:${mqttPort}`);
  const now = Date.now();
  const ticks = Array.from({ length: 1000 }, (_, index) => ({
    stock_id: STOCK,
    name: 'CIB',
    price: 20 + (index % 100) / 100,
    availability: 100,
    timestamp: new Date(now - 1_000_000 + index * 1000).toISOString(),
  }));
  for (let start = 0; start < ticks.length; start += 250) {
    await publisher.publishAsync('thndr-trading/ticks', JSON.stringify(ticks.slice(start, start + 250)), {
      qos: 1,
    });
  }
  await publisher.endAsync();
}

async function run({ name, method, path: route, body, original }: Load, url: string, authorization: string) {
  const result = await autocannon({
    url: `${url}${route}`,
    method,
    connections: CONNECTIONS,
    duration,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return [name, result.requests.average, result.latency.p50, result.latency.p99, result.non2xx, original];
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
