/**
 * Starts the product as a user would (`npm start`), publishes a tick over MQTT and sees the fill over HTTP, then
 * stops it and sees that nothing is left running. Exits 1 with the first thing that is not as it should be.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import * as z from 'zod';
import { freePort } from '../local/ports';

const START_LIMIT_MS = 60_000;
const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

/** What is looked at of tokens and orders. */
const Answer = z.object({
  access_token: z.string().optional(),
  id: z.string().optional(),
  status: z.string().optional(),
  filled: z.number().optional(),
  average_fill_price: z.number().nullish(),
  hold: z.object({ remaining: z.number() }).optional(),
});
type Answer = z.infer<typeof Answer>;

async function main(): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'trading-smoke-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const environment = { ...process.env, DEMO_PASSWORD: 'Smoke-test-4-us' };
  const flags = ['--port', String(port), '--mqtt-port', String(mqttPort), '--data', data];
  const child = spawn('npm', ['start', '--', ...flags], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    const startedAt = Date.now();
    const url = await readyUrl(child);
    console.log(`ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    await tradeOnce(url, `mqtt://127.0.0.1:${mqttPort}`);
    await stop(child, url);
    console.log('smoke test passed');
  } finally {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    rmSync(data, { recursive: true, force: true });
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

async function tradeOnce(url: string, brokerUrl: string): Promise<void> {
  const token = await signIn(url);
  const publisher = await mqtt.connectAsync(brokerUrl);
  const publish = async (tick: object) => {
    await publisher.publishAsync('thndr-trading', JSON.stringify({ stock_id: STOCK, name: 'CIB', ...tick }), {
      qos: 1,
    });
  };
  await publish({ price: 25, availability: 0, timestamp: new Date().toISOString() });
  await call(url, token, 'POST', '/api/users/me/deposit/', { amount: 2000 });
  const order = await call(url, token, 'POST', '/api/users/me/buy/', {
    stock_id: STOCK,
    total: 100,
    upper_bound: 20,
  });
  expect(order.status, 'new');
  await publish({ price: 20, availability: 60, timestamp: new Date().toISOString() });
  // The tick was acknowledged, so it is committed: there is nothing to wait for.
  const filled = await call(url, token, 'GET', `/api/users/me/orders/${order.id}`);
  expect([filled.status, filled.filled, filled.average_fill_price], ['partially_filled', 60, 20]);
  const canceled = await call(url, token, 'DELETE', `/api/users/me/orders/${order.id}`);
  expect([canceled.status, canceled.hold?.remaining], ['canceled', 0]);
  await publisher.endAsync();
}

async function signIn(url: string): Promise<string | undefined> {
  const credentials = { username: 'demo', password: 'Smoke-test-4-us' };
  return (await call(url, undefined, 'POST', '/api/token/', credentials)).access_token;
}

async function call(
  url: string,
  token: string | undefined,
  method: string,
  route: string,
  body?: object,
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}${route}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${text}`);
  return Answer.parse(JSON.parse(text));
}

function expect(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`got ${is} where ${should} was expected`);
}

async function stop(child: ChildProcess, url: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid) process.kill(-child.pid, 'SIGTERM');
  await ended;
  const isStillThere = await fetch(url).then(
    () => true,
    () => false,
  );
  if (isStillThere) throw new Error('the API still answers after SIGTERM');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
