import { ProblemError } from '../../../client/problem-error';
import { TradingClient } from '../../../client/trading-client';
import { seededRandom } from '../../../market/seeded-random';
import { readClientOptions, SOAK_STOCKS } from './client-options';
import { sendReport } from './report';

const PASSWORD = 'Soak-test-4-us';
const me = { user_id: 'me' };

/** Rejections to be expected from random trading. */
const EXPECTED = new Set([
  'insufficient_funds',
  'insufficient_shares',
  'order_closed',
  'order_not_found',
  'stock_not_found',
  'total_already_filled',
  'too_many_open_orders',
  'unavailable',
]);

/** One user who deposits, withdraws, places, replaces and cancels orders at random until the time is up. */
async function main(): Promise<void> {
  const { url, endsAtMs, seed } = readClientOptions();
  const random = seededRandom(seed);
  const client = new TradingClient({ baseUrl: `${url}/api` });
  const username = `soak${seed}`;
  await client.call('create-user', {
    body: { username, email: `${username}@example.com`, password: PASSWORD },
  });
  await client.signIn(username, PASSWORD);
  await client.call('deposit', { path: me, body: { amount: 10_000 } });
  const report = { requests: 3, refused: 0, ticks: 0, unexpected: [] as string[] };
  const orders: string[] = [];
  while (Date.now() < endsAtMs) {
    report.requests++;
    try {
      await act(client, random, orders);
    } catch (error) {
      if (error instanceof ProblemError && EXPECTED.has(error.code)) report.refused++;
      else report.unexpected.push(String(error));
    }
  }
  sendReport(report);
}

async function act(client: TradingClient, random: () => number, orders: string[]): Promise<void> {
  const whole = (below: number) => Math.floor(random() * below);
  const stock_id = SOAK_STOCKS[whole(SOAK_STOCKS.length)]?.stock_id ?? '';
  const total = 1 + whole(40);
  const bound = (900 + whole(200)) / 100;
  const order_id = orders[whole(orders.length)];
  const choice = random();
  if (choice < 0.1) await client.call('deposit', { path: me, body: { amount: 1 + whole(100) } });
  else if (choice < 0.15) await client.call('withdraw', { path: me, body: { amount: 1 + whole(100) } });
  else if (choice < 0.45)
    orders.push(await place(client, 'place-buy', { stock_id, total, upper_bound: bound }));
  else if (choice < 0.65)
    orders.push(await place(client, 'place-sell', { stock_id, total, lower_bound: bound }));
  else if (choice < 0.75 && order_id) await client.call('cancel-order', { path: { ...me, order_id } });
  else if (choice < 0.85 && order_id)
    await client.call('replace-order', { path: { ...me, order_id }, body: { total } });
  else if (choice < 0.86) await client.call('cancel-orders', { path: me, query: { stock_id } });
  else await client.call('get-user', { path: me });
}

async function place(
  client: TradingClient,
  name: 'place-buy' | 'place-sell',
  terms: { stock_id: string; total: number; upper_bound?: number; lower_bound?: number },
): Promise<string> {
  const { upper_bound = 0, lower_bound = 0, ...rest } = terms;
  const { id } =
    name === 'place-buy'
      ? await client.call(name, { path: me, body: { ...rest, upper_bound } })
      : await client.call(name, { path: me, body: { ...rest, lower_bound } });
  return id;
}

void main();
