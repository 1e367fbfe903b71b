import type { UserId } from '../../../functions/domain/ids';
import { fromHoldingItem } from '../../../functions/storage/items/holding';
import { fromOrderItem } from '../../../functions/storage/items/order';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import type { RawItem } from '../../../functions/storage/table/read';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { aTick, aUser, buy, CIB, seconds, sell, shares, tick } from '../../../testing/builders';
import { Crash, crash, interfere } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, copyInto, itemsOf, wholeTable } from '../../../testing/whole-table';

/** More fills than fit into one transaction, and a process that dies between those transactions. */
const COUNT = 45;
const FILLING = { price: 10, availability: COUNT, at: seconds(1) };

let store: TestStore;
let scene: Record<string, RawItem>;
const users: UserId[] = [];

beforeAll(async () => {
  const painted = await openTestStore({ retry: UNTIRING });
  await tick(painted, { price: 20, availability: 0 });
  for (let count = 0; count < COUNT; count++) {
    const user = await aUser(painted, { cash: 10 });
    users.push(user);
    await buy(painted, user, { total: 1, upper: 10 });
  }
  scene = await wholeTable(painted);
});

beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  await copyInto(store, scene);
});

async function held(): Promise<number> {
  const holdings = (await itemsOf(store, 'USER#', 'HOLDING#')).map(fromHoldingItem);
  const counts = holdings.filter(({ userId }) => users.includes(userId)).map(({ available }) => available);
  expect(counts.filter((count) => count > 1)).toEqual([]);
  return counts.reduce((sum, count) => sum + count, 0);
}

test('a tick that fills 45 orders takes three transactions of at most 19 fills', async () => {
  const transactions = interfere(store, { on: 'TransactWriteItems', times: 0 });
  await tick(store, FILLING);
  expect(transactions()).toBe(3);
  expect(await held()).toBe(COUNT);
  expect(await itemsOf(store, 'BOOK#')).toEqual([]);
});

test('the stock is marked as unsettled between the transactions and as settled at the end', async () => {
  const seen: unknown[] = [];
  const note = async () => {
    const stock = await readStock(store, CIB);
    seen.push([stock?.unsettled, stock?.quote?.left]);
  };
  interfere(store, { on: 'TransactWriteItems', times: 3, after: note });
  await tick(store, FILLING);
  expect(seen).toEqual([
    [true, 26],
    [true, 7],
    [false, 0],
  ]);
});

describe.each<[string, { skip: number; when: 'before' | 'after'; filled: number }]>([
  ['before the first transaction', { skip: 0, when: 'before', filled: 0 }],
  ['after the first transaction', { skip: 0, when: 'after', filled: 19 }],
  ['before the second transaction', { skip: 1, when: 'before', filled: 19 }],
  ['after the second transaction', { skip: 1, when: 'after', filled: 38 }],
])('when the process dies %s', (_, { skip, when, filled }) => {
  beforeEach(async () => {
    interfere(store, { on: 'TransactWriteItems', skip, [when]: crash });
    await expect(tick(store, FILLING)).rejects.toThrow(Crash);
    expect(await held()).toBe(filled);
  });

  test('the redelivered tick finishes the rest exactly once', async () => {
    await tick(store, FILLING);
    expect(await held()).toBe(COUNT);
    await changingNothing(store, () => tick(store, FILLING));
  });

  test('several redeliveries at once finish the rest exactly once', async () => {
    await Promise.all(Array.from({ length: 3 }, () => tick(store, FILLING)));
    expect(await held()).toBe(COUNT);
  });
});

describe('when the process has died between two transactions', () => {
  beforeEach(async () => {
    interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
    await expect(tick(store, FILLING)).rejects.toThrow(Crash);
  });

  test('the next tick first finishes the rest, at the previous tick’s price', async () => {
    await tick(store, { price: 50, availability: 0, at: seconds(2) });
    expect(await held()).toBe(COUNT);
    const prices = (await itemsOf(store, 'USER#', 'LEDGER#')).flatMap(({ fill }) =>
      fill ? [Object(fill).price] : [],
    );
    expect(prices).toEqual(users.map(() => 100_000));
    expect((await readStock(store, CIB))?.unsettled).toBe(false);
  });

  test('the next tick then fills what it offers itself', async () => {
    const late = await aUser(store, { cash: 10 });
    await tick(store, { price: 10, availability: 5, at: seconds(2) });
    expect(await held()).toBe(COUNT);
    await buy(store, late, { total: 1, upper: 10 });
    expect(await shares(store, late)).toMatchObject({ available: 1 });
  });

  test('even a placement that doesn’t meet the quote first finishes the rest', async () => {
    const late = await aUser(store, { cash: 100 });
    await buy(store, late, { total: 1, upper: 5 });
    expect(await held()).toBe(COUNT);
  });

  test('a placement that meets the quote comes after the rest and finds nothing left', async () => {
    const late = await aUser(store, { cash: 100 });
    expect(await buy(store, late, { total: 1, upper: 20 })).toMatchObject({ status: 'new' });
    expect(await held()).toBe(COUNT);
  });

  test('hours later, when the quote is no longer fresh, a placement still finishes the rest', async () => {
    store.clock.advance({ seconds: 7200 });
    const late = await aUser(store, { cash: 100 });
    await buy(store, late, { total: 1, upper: 20 });
    expect(await held()).toBe(COUNT);
  });

  test('orders canceled in the meantime are no longer filled', async () => {
    const [user] = users.slice(-1);
    const [order] = await itemsOf(store, `USER#${user}`, 'ORDER#');
    const { userId, id: orderId } = fromOrderItem(order ?? {});
    await cancelOrder(store, { userId, orderId, status: 'canceled', reason: 'test' });
    await tick(store, FILLING);
    expect(await held()).toBe(COUNT - 1);
  });
});

test('a batch of ticks resumes where it died: ticks already applied are duplicates, the others aren’t', async () => {
  const later = aTick({ price: 9, availability: 3, at: seconds(2) });
  const batch = [aTick(FILLING), later];
  interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
  await expect(matchTicks(store, CIB, batch)).rejects.toThrow(Crash);
  const { quoted, duplicate, filled } = await matchTicks(store, CIB, batch);
  expect({ quoted, duplicate, filled: filled.length }).toEqual({
    quoted: 1,
    duplicate: 1,
    filled: COUNT - 19,
  });
  expect((await readStock(store, CIB))?.quote).toMatchObject({ price: 90_000n, left: 3 });
});

test('buys and sells filled by one tick share its transactions', async () => {
  const seller = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 30, at: seconds(0.5) });
  await buy(store, seller, { total: 30, upper: 20 });
  const orders = [];
  for (let count = 0; count < 30; count++)
    orders.push(await sell(store, seller, { total: 1, lower: 5, upper: 19 }));
  await tick(store, FILLING);
  expect(await held()).toBe(COUNT);
  expect(await shares(store, seller)).toEqual({ available: 0, frozen: 0, cost: 0n });
  const statuses = await Promise.all(
    orders.map(async ({ id }) => (await readOrder(store, seller, id))?.status),
  );
  expect(new Set(statuses)).toEqual(new Set(['filled']));
});
