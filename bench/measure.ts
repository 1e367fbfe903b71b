// One figure: how many a second, how long each, and what it cost. Nothing is left out of it: requests and messages come
// from outside, and what is acknowledged is committed to the file.
import autocannon from 'autocannon';
import { percentile, timed } from './latencies';
import { type BenchMarket, STOCK } from './market';
import type { Product } from './product';

export interface Figure {
  readonly what: string;
  readonly aSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds of CPU each. */
  readonly hostMs: number;
  readonly engineMs: number;
}

const CONNECTIONS = 16;

const requests = {
  deposit: { method: 'POST', route: '/users/me/deposit/', body: { amount: 1 } },
  'buy, resting': {
    method: 'POST',
    route: '/users/me/buy/',
    body: { stock_id: STOCK, total: 1, lower_bound: 0.5, upper_bound: 1 },
  },
  'user page': { method: 'GET', route: '/users/me/', body: undefined },
  'stock page': { method: 'GET', route: `/stocks/${STOCK}/`, body: undefined },
} as const;

/** The rows of the table, in order: later ones meet what earlier ones have left. */
export async function measureAll(product: Product, market: BenchMarket, seconds: number): Promise<Figure[]> {
  const measured = (what: string, count: number, work: () => Promise<number[]>) =>
    measure(product, what, async () => {
      const latenciesMs = await work();
      return { count, p50Ms: percentile(latenciesMs, 50), p99Ms: percentile(latenciesMs, 99) };
    });
  const http = (name: keyof typeof requests, what: string = name) =>
    loadHttp(product, market, { name, what, seconds });
  const messages = (all: readonly object[]) => timed(all.map((message) => () => market.publish(message)));
  const ticks = (count: number, price: number, availability: number) =>
    Array.from({ length: count }, () => market.tick(price, availability));

  const figures = [
    await http('deposit'),
    await http('buy, resting'),
    await http('user page'),
    await http('stock page'),
    await measured('ticks, one a message', 500, () => messages(ticks(500, 100, 0))),
    await measured('ticks, 100 a message', 20_000, async () => {
      const latenciesMs: number[] = [];
      for (let round = 0; round < 10; round++)
        latenciesMs.push(...(await messages(Array.from({ length: 20 }, () => ticks(100, 100, 0)))));
      return latenciesMs;
    }),
  ];
  await market.placeBuys(500);
  figures.push(await measured('fills, 500 in one tick', 500, () => messages(ticks(1, 45, 100_000))));
  await market.publish(market.tick(100, 0));
  await market.placeBuys(200);
  figures.push(await measured('fills, one a tick', 200, () => messages(ticks(200, 45, 1))));
  for (let round = 0; round < 20; round++) await messages(ticks(250, 100, 0));
  figures.push(await http('deposit', 'deposit, 5,000 ticks later'));
  return figures;
}

async function loadHttp(
  product: Product,
  { tokens }: BenchMarket,
  { name, what, seconds }: { name: keyof typeof requests; what: string; seconds: number },
): Promise<Figure> {
  const { method, route, body } = requests[name];
  const load = tokens.map((token) => ({
    method,
    path: `/api${route}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }));
  return measure(product, what, async () => {
    const { url } = product;
    const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, requests: load });
    if (result.non2xx > 0) throw new Error(`${what}: ${result.non2xx} answers were no 2xx`);
    const { requests: answered, latency } = result;
    return { count: answered.total, p50Ms: latency.p50, p99Ms: latency.p99 };
  });
}

async function measure(
  product: Product,
  what: string,
  work: () => Promise<{ count: number; p50Ms: number; p99Ms: number }>,
): Promise<Figure> {
  const [before, startedAtMs] = [product.cpu(), performance.now()];
  const { count, p50Ms, p99Ms } = await work();
  const [after, elapsedMs] = [product.cpu(), performance.now() - startedAtMs];
  const each = (part: 'host' | 'engine') =>
    before && after ? ((after[part] - before[part]) * 1000) / count : Number.NaN;
  return {
    what,
    aSecond: (count * 1000) / elapsedMs,
    p50Ms,
    p99Ms,
    hostMs: each('host'),
    engineMs: each('engine'),
  };
}
