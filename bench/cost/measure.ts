import type { UserId } from '../../functions/domain/ids';
import { matchTicks } from '../../functions/storage/matching/match-ticks';
import { readRecentFills } from '../../functions/storage/queries/read-recent-fills';
import { readStock } from '../../functions/storage/queries/read-stock';
import { readUserPage } from '../../functions/storage/queries/read-user-page';
import { readUsernames } from '../../functions/storage/queries/read-usernames';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { transfer } from '../../functions/storage/transactions/transfer';
import { aTick, aUser, buy, CIB, seconds, tick, units } from '../../testing/builders';
import type { Usage } from '../../testing/meter';
import { openTestStore, type TestStore } from '../../testing/test-store';

/** What one of each takes of the table, on average. */
export interface MeasuredUsage {
  tickAlone: Usage;
  tickInMessage: Usage;
  /** Beside the tick that makes it. */
  fill: Usage;
  order: Usage;
  cancellation: Usage;
  deposit: Usage;
  userPage: Usage;
  stockPage: Usage;
}

export const TICKS_PER_MESSAGE = 100;
const SAMPLES = 100;
const PRICE = 5;
/** A tick without availability would not even look for buys. */
const OFFERED = 1_000;

/** Does each of them often on the embedded engine, whose capacity units follow those of DynamoDB. */
export async function measureUsage(): Promise<MeasuredUsage> {
  const store = await openTestStore();
  const ann = await aUser(store, { cash: 10_000_000 });
  await tick(store, { price: PRICE, availability: 0 });
  // An order that waits at another price, so that there is a book to look into.
  await buy(store, ann, { upper: 1 });
  let second = 0;
  const next = () => seconds(++second);

  const tickAlone = await average(store, () =>
    tick(store, { price: PRICE, availability: OFFERED, at: next() }),
  );
  const order = await average(store, () => buy(store, ann, { total: 1, upper: 1 }));
  return {
    tickAlone,
    tickInMessage: await average(store, () => aMessage(store, next), TICKS_PER_MESSAGE),
    fill: minus(await measureFills(store, ann, next), tickAlone),
    order,
    cancellation: await measureCancellations(store, ann),
    deposit: await average(store, () => transfer(store, { userId: ann, type: 'deposit', amount: units(1) })),
    userPage: await average(store, () => readUserPage(store, ann)),
    stockPage: await average(store, () => readStockPage(store)),
  };
}

async function aMessage(store: TestStore, next: () => ReturnType<typeof seconds>): Promise<void> {
  const ticks = Array.from({ length: TICKS_PER_MESSAGE }, () =>
    aTick({ price: PRICE, availability: OFFERED, at: next() }),
  );
  await matchTicks(store, CIB, ticks);
}

/** Ticks that fill one waiting order each. */
async function measureFills(
  store: TestStore,
  ann: UserId,
  next: () => ReturnType<typeof seconds>,
): Promise<Usage> {
  const usages: Usage[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    await buy(store, ann, { total: 1, upper: 4 });
    usages.push(await store.meter.measure(() => tick(store, { price: 4, availability: 1, at: next() })));
    await tick(store, { price: PRICE, availability: 0, at: next() });
  }
  return averageOf(usages);
}

async function measureCancellations(store: TestStore, ann: UserId): Promise<Usage> {
  const usages: Usage[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const { id } = await buy(store, ann, { total: 1, upper: 1 });
    const cancellation = { userId: ann, orderId: id, status: 'canceled', reason: 'measured' } as const;
    usages.push(await store.meter.measure(() => cancelOrder(store, cancellation)));
  }
  return averageOf(usages);
}

async function readStockPage(store: TestStore): Promise<void> {
  const [, fills] = await Promise.all([readStock(store, CIB), readRecentFills(store, CIB, 5)]);
  await readUsernames(
    store,
    fills.map(({ userId }) => userId),
  );
}

/** @param share how many of what is counted one call does */
async function average(store: TestStore, act: () => Promise<unknown>, share = 1): Promise<Usage> {
  const usages: Usage[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) usages.push(await store.meter.measure(act));
  return scaled(averageOf(usages), 1 / share);
}

function averageOf(usages: readonly Usage[]): Usage {
  const sum = usages.reduce((total, usage) => combined(total, usage, (a, b) => a + b));
  return scaled(sum, 1 / usages.length);
}

function minus(whole: Usage, part: Usage): Usage {
  return combined(whole, part, (a, b) => Math.max(0, a - b));
}

function scaled(usage: Usage, by: number): Usage {
  return combined(usage, usage, (value) => value * by);
}

function combined(a: Usage, b: Usage, combine: (a: number, b: number) => number): Usage {
  return {
    calls: combine(a.calls, b.calls),
    roundTrips: combine(a.roundTrips, b.roundTrips),
    writeUnits: combine(a.writeUnits, b.writeUnits),
    readUnits: combine(a.readUnits, b.readUnits),
  };
}
