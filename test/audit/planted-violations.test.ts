import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { bookEntryOf } from '../../functions/domain/book';
import type { EntryId, StockId, UserId } from '../../functions/domain/ids';
import type { LedgerEntry } from '../../functions/domain/ledger';
import { money, quantity } from '../../functions/domain/money';
import type { Order } from '../../functions/domain/order';
import type { AuditReport } from '../../functions/domain/promises';
import { accountKey } from '../../functions/storage/items/account';
import { bookEntryKey, toBookEntryItem } from '../../functions/storage/items/book-entry';
import { holdingKey } from '../../functions/storage/items/holding';
import { toLedgerItem } from '../../functions/storage/items/ledger-entry';
import { orderKey } from '../../functions/storage/items/order';
import { stockKey } from '../../functions/storage/items/stock';
import { listLedger } from '../../functions/storage/queries/list-ledger';
import { readOrder } from '../../functions/storage/queries/read-order';
import type { Key } from '../../functions/storage/table/read';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { replaceOrder } from '../../functions/storage/transactions/replace-order';
import { accepted, aUser, buy, CIB, NOON, seconds, sell, tick, units } from '../../testing/builders';
import { documents, openTestStore, type TestStore } from '../../testing/test-store';
import { audited, plant, put } from './audited';

/**
 * A market with something of everything: ann has bought 100 of a tick of 100 at 10, sells 40 of them, and has a
 * buy that is filled in part and one that was canceled.
 */
let store: TestStore;
let ann: UserId;
let filled: Order;
let resting: Order;
let selling: Order;
let canceled: Order;

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 10_000 });
  await tick(store, { price: 10, availability: 100 });
  filled = await buy(store, ann, { total: 60, upper: 10 });
  resting = await buy(store, ann, { total: 100, upper: 11 });
  selling = await sell(store, ann, { total: 40, lower: 20 });
  const toCancel = await buy(store, ann, { total: 5, upper: 5 });
  canceled = accepted(
    await cancelOrder(store, {
      userId: ann,
      orderId: toCancel.id,
      status: 'canceled',
      reason: 'canceled_by_user',
    }),
  );
});

const account = () => accountKey(ann);
const holding = () => holdingKey(ann, CIB);
const order = ({ id }: Order) => orderKey(ann, id);
const entry = (of: Order) => bookEntryKey(bookEntryOf(of));
const named = ({ PK, SK }: Key) => `${PK} / ${SK}`;

test('nothing is found before anything is planted', async () => {
  expect(filled).toMatchObject({ status: 'filled' });
  expect(resting).toMatchObject({ status: 'partially_filled', remaining: 60 });
  const report = await audited(store);
  expect(report).toMatchObject({ violations: [], violationCount: 0, undecidedCount: 0 });
  expect(report.counts).toMatchObject({ users: 1, stocks: 1, orders: 4, fills: 2, bookEntries: 2 });
});

/** The report names the promise and the items, and says in words what is wrong. */
function expectFound(report: AuditReport, promise: number, what: RegExp, items: Key[]): void {
  expect(report.violations).toContainEqual({
    promise,
    what: expect.stringMatching(what),
    items: expect.arrayContaining(items.map(named)),
  });
  expect(report.violationCount).toBe(report.violations.length);
}

describe('promise 1: nothing is below zero', () => {
  test('available money', async () => {
    await plant(store, account(), { available: -1 });
    expectFound(await audited(store), 1, /has -0.0001 available/, [account()]);
  });

  test('frozen money', async () => {
    await plant(store, account(), { frozen: -10_000 });
    expectFound(await audited(store), 1, /has -1 frozen/, [account()]);
  });

  test('shares', async () => {
    await plant(store, holding(), { available: -3, frozen: -4 });
    const report = await audited(store);
    expectFound(report, 1, /has -3 available/, [holding()]);
    expectFound(report, 1, /has -4 frozen/, [holding()]);
  });
});

describe('promise 2: what is frozen is exactly what open orders hold', () => {
  test('money released twice', async () => {
    await plant(store, account(), { frozen: units(659), available: units(8941) });
    const report = await audited(store);
    expectFound(report, 2, /has 659 frozen, but its open buys hold 660/, [account()]);
  });

  test('shares that stayed frozen', async () => {
    await plant(store, holding(), { frozen: 41, available: 59 });
    const report = await audited(store);
    expectFound(report, 2, /has 41 shares frozen, but its open sells hold 40/, [holding()]);
    expect(report.violationCount).toBe(1);
  });

  test('an open sell without any holding', async () => {
    await documents().send(new DeleteCommand({ TableName: store.tableName, Key: { ...holding() } }));
    expectFound(await audited(store), 2, /has 0 shares frozen/, [holding()]);
  });
});

describe('promise 3: available and frozen are the sum of the ledger', () => {
  test('money from nowhere', async () => {
    await plant(store, account(), { available: units(8341) });
    const report = await audited(store);
    expectFound(report, 3, /has 9001, but its ledger sums to 9000/, [account()]);
    expect(report.violationCount).toBe(1);
  });

  test('a deposit missing from the ledger', async () => {
    const { results } = await pageOfLedger('deposit');
    const [deposit] = results;
    if (!deposit) throw new Error('there is a deposit');
    const { PK, SK } = toLedgerItem(deposit);
    await documents().send(new DeleteCommand({ TableName: store.tableName, Key: { PK, SK } }));
    expectFound(await audited(store), 3, /has 9000, but its ledger sums to -1000/, [account()]);
  });

  test('shares from nowhere', async () => {
    await plant(store, holding(), { available: 61 });
    expectFound(await audited(store), 3, /has 101 shares, but its ledger sums to 100/, [holding()]);
  });

  test('entries without an account', async () => {
    await documents().send(new DeleteCommand({ TableName: store.tableName, Key: { ...account() } }));
    expectFound(await audited(store), 3, /has entries but no account/, [account()]);
  });

  test('an entry whose amount differs from the value of its trade', async () => {
    const item = toLedgerItem(aFill({ money: money(-1n) }));
    await put(store, item);
    expectFound(await audited(store), 3, /moves -0.0001, but its trade is worth 10/, [keyOf(item)]);
  });

  test('an account that can’t be read at all', async () => {
    await plant(store, account(), { available: 'much' });
    expectFound(await audited(store), 1, /can't be read/, [account()]);
  });

  test('the cost of a holding', async () => {
    await plant(store, holding(), { cost: units(999) });
    expectFound(await audited(store), 3, /has a cost of 999, but by its ledger it is 1000/, [holding()]);
  });

  test('the profit its sales have realized', async () => {
    await tick(store, { price: 20, at: seconds(1) });
    await plant(store, holding(), { realized: units(401) });
    expectFound(await audited(store), 3, /has realized 401, but by its ledger it is 400/, [holding()]);
  });
});

describe('promise 4: fills are at recorded ticks and within bounds', () => {
  test('a price no tick had', async () => {
    const item = toLedgerItem(aFill({ price: units(9), money: units(-9) }));
    await put(store, item);
    expectFound(await audited(store), 4, /100 shares at 9, .* is not on record/, [
      stockKey(CIB),
      keyOf(item),
    ]);
  });

  test('a time no tick had', async () => {
    const item = toLedgerItem(aFill({ quotedAt: seconds(-7200) }));
    await put(store, item);
    expectFound(await audited(store), 4, /2026-01-05T10:00:00Z.* is not on record/, [keyOf(item)]);
  });

  test('a fill above its order’s bounds, and one below', async () => {
    await plant(store, order(resting), { upperBound: units(9) });
    await plant(store, order(filled), { lowerBound: units('10.5'), upperBound: units(11) });
    const report = await audited(store);
    expectFound(report, 4, /was filled at 10, above its bound 9/, [order(resting)]);
    expectFound(report, 4, /was filled at 10, below its bound 10.5/, [order(filled)]);
  });

  test('a tick older than the retention may be missing', async () => {
    const item = toLedgerItem(aFill({ quotedAt: seconds(-3 * 86_400) }));
    await put(store, item);
    const isAboutTicks = ({ promise }: { promise: number }) => promise === 4;
    expect((await audited({ ...store, tickRetentionDays: 2 })).violations.filter(isAboutTicks)).toEqual([]);
    expect((await audited({ ...store, tickRetentionDays: 4 })).violations.filter(isAboutTicks)).toHaveLength(
      1,
    );
  });
});

describe('promise 5: buys take no more of a tick than its availability', () => {
  test('a tick sold twice', async () => {
    const item = toLedgerItem(aFill({ shares: quantity(5), money: units(-50) }));
    await put(store, item);
    expectFound(await audited(store), 5, /Buys took 105 shares from the tick .*, 100 shares at 10/, [
      stockKey(CIB),
      keyOf(item),
    ]);
  });

  test('sells do not count', async () => {
    await put(store, toLedgerItem({ ...aFill({ shares: quantity(5), money: units(50) }), type: 'sell' }));
    expect((await audited(store)).violations.filter(({ promise }) => promise === 5)).toEqual([]);
  });

  test('a fill missing from its stock’s list', async () => {
    const item = toLedgerItem(aFill({}));
    await put(store, { ...item, GSI1PK: 'FILLS#other' });
    expectFound(await audited(store), 5, /is not listed under its stock/, [keyOf(item)]);
  });
});

describe('promise 6: orders add up', () => {
  test('an order that missed a fill', async () => {
    await plant(store, order(resting), { remaining: 70 });
    const report = await audited(store);
    expectFound(report, 6, /claims 30 filled shares, but its fills add up to 40/, [order(resting)]);
  });

  test('an order that miscounted the value of a fill', async () => {
    await plant(store, order(filled), { filledValue: units('600.0001') });
    const report = await audited(store);
    expectFound(report, 6, /claims fills worth 600.0001, but its fills add up to 600/, [order(filled)]);
    expect(report.violationCount).toBe(1);
  });

  test('an order that is both filled and canceled', async () => {
    await plant(store, order(filled), { status: 'canceled' });
    expectFound(await audited(store), 6, /is canceled but has filled all of its shares/, [order(filled)]);
  });

  test('a filled order with shares remaining', async () => {
    await plant(store, order(canceled), { status: 'filled' });
    expectFound(await audited(store), 6, /is filled but has 5 shares remaining/, [order(canceled)]);
  });

  test('more shares remaining than there ever were', async () => {
    await plant(store, order(canceled), { remaining: 6 });
    expectFound(await audited(store), 6, /has 6 of 5 shares remaining/, [order(canceled)]);
  });

  test('fills of an order that doesn’t exist', async () => {
    const { PK, SK } = order(canceled);
    const ghost = { ...aFill({}), trade: { ...trade(), orderId: canceled.id } };
    await documents().send(new DeleteCommand({ TableName: store.tableName, Key: { PK, SK } }));
    const item = toLedgerItem(ghost);
    await put(store, item);
    expectFound(await audited(store), 6, /fills of the order .*, which does not exist/, [keyOf(item)]);
  });
});

describe('promise 7: the book holds exactly the open orders', () => {
  test('an open order missing from the book', async () => {
    await documents().send(new DeleteCommand({ TableName: store.tableName, Key: { ...entry(resting) } }));
    const report = await audited(store);
    expectFound(report, 7, /The open order .* has no entry/, [order(resting), entry(resting)]);
    expect(report.violationCount).toBe(1);
  });

  test('the entry of a canceled order', async () => {
    await put(store, toBookEntryItem(bookEntryOf(canceled)));
    expectFound(await audited(store), 7, /is for an order that is canceled/, [
      order(canceled),
      entry(canceled),
    ]);
  });

  test('an entry without an order', async () => {
    const nobody = { ...resting, userId: 'nobody' as UserId };
    await put(store, toBookEntryItem({ ...bookEntryOf(nobody), lower: units(1), band: 30 }));
    expectFound(await audited(store), 7, /is for an order that does not exist/, []);
  });

  test('an entry whose bounds differ from its order’s', async () => {
    await plant(store, entry(resting), { lower: units(3) });
    expectFound(await audited(store), 7, /and its order differ in lower/, [order(resting), entry(resting)]);
  });

  test('a second entry, in a place where the order doesn’t belong', async () => {
    const elsewhere = { ...bookEntryOf(selling), lower: units(19) };
    await put(store, toBookEntryItem(elsewhere));
    const report = await audited(store);
    expectFound(report, 7, /is not where its order belongs/, [order(selling), bookEntryKey(elsewhere)]);
    expect(report.violationCount).toBe(1);
  });

  test('a band the stock doesn’t know of', async () => {
    await plant(store, stockKey(CIB), { sellBands: [] });
    expectFound(await audited(store), 7, /in a band that its stock does not use/, [entry(selling)]);
  });
});

test('the first hundred of many violations are listed, and all are counted', async () => {
  for (let index = 0; index < 120; index++) {
    const stockId = `stock-${index}` as StockId;
    const holding = { userId: ann, stockId, available: -1, frozen: 0, cost: 0, openSells: 0 };
    await put(store, { ...holdingKey(ann, stockId), ...holding });
  }
  const report = await audited(store);
  expect(report.violations).toHaveLength(100);
  expect(report.violationCount).toBe(240);
});

let entries = 0;

/** One more share of the resting order, bought at the tick of noon. */
function aFill(
  parts: Partial<LedgerEntry['trade'] & object> & { money?: LedgerEntry['money'] },
): LedgerEntry {
  const { money: moved = units(-10), ...ofTrade } = parts;
  const id = `01KE7${String(entries++).padStart(21, '0')}` as EntryId;
  return { id, type: 'buy', userId: ann, money: moved, at: NOON, trade: { ...trade(), ...ofTrade } };
}

function trade(): NonNullable<LedgerEntry['trade']> {
  return {
    stockId: CIB,
    stockName: 'CIB',
    orderId: resting.id,
    price: units(10),
    shares: quantity(1),
    quotedAt: NOON,
    availability: quantity(100),
  };
}

async function pageOfLedger(type: 'deposit') {
  return accepted(await listLedger(store, ann, { type }, { limit: 10 }));
}

function keyOf({ PK, SK }: Record<string, unknown>): Key {
  return { PK: String(PK), SK: String(SK) };
}

test('an order given tighter bounds after a fill is sound', async () => {
  const change = { upperBound: units('9.5') };
  accepted(
    await replaceOrder(store, { userId: ann, orderId: resting.id, change }, { quoteMaxAgeSeconds: 60 }),
  );
  expect(await readOrder(store, ann, resting.id)).toMatchObject({ upperBound: units('9.5'), remaining: 60 });
  expect((await audited(store)).violations).toEqual([]);
});
