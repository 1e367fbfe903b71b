import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { runAudit } from '../../functions/audit/run-audit';
import type { EntryId, OrderId, UserId } from '../../functions/domain/ids';
import type { LedgerEntry } from '../../functions/domain/ledger';
import { quantity } from '../../functions/domain/money';
import type { Order } from '../../functions/domain/order';
import { accountKey } from '../../functions/storage/items/account';
import { progressKey } from '../../functions/storage/items/audit';
import { holdingKey } from '../../functions/storage/items/holding';
import { toLedgerItem } from '../../functions/storage/items/ledger-entry';
import { orderKey, toOrderItem } from '../../functions/storage/items/order';
import { readAuditReport } from '../../functions/storage/queries/read-audit-report';
import { getItem, type RawItem } from '../../functions/storage/table/read';
import type { Store } from '../../functions/storage/table/store';
import { aUser, buy, CIB, NOON, seconds, sell, tick, units } from '../../testing/builders';
import { inFull } from '../../testing/scale';
import { documents, openTestStore, type TestStore } from '../../testing/test-store';
import { TestTable } from '../../testing/test-table';
import { audited, plant, put } from './audited';

const ORDERS = inFull(1_000, 400);
const KEYS_PER_USER = 0.4 * ORDERS;

/** A user who has bought one share at 10, thousands of times. */
async function aHeavyTrader(store: Store): Promise<{ user: UserId; orders: Order[] }> {
  await tick(store, { price: 10, availability: ORDERS });
  const user = await aUser(store, { cash: 10 * ORDERS });
  const orders = Array.from({ length: ORDERS }, (_, index) => aFilledBuy(user, index));
  await putAll(
    store,
    orders.flatMap((order, index) => [toOrderItem(order), toLedgerItem(fillOf(order, index))]),
  );
  await plant(store, accountKey(user), { available: 0 });
  const holding = {
    userId: user,
    stockId: CIB,
    available: ORDERS,
    frozen: 0,
    cost: units(10 * ORDERS),
    openSells: 0,
  };
  await put(store, { ...holdingKey(user, CIB), ...holding });
  return { user, orders };
}

function aFilledBuy(userId: UserId, index: number): Order {
  const id = `01KE8${String(index).padStart(21, '0')}` as OrderId;
  return {
    id,
    userId,
    stockId: CIB,
    stockName: 'CIB',
    side: 'buy',
    type: 'limit',
    total: quantity(1),
    remaining: quantity(0),
    upperBound: units(10),
    filledValue: units(10),
    initialHold: units(10),
    timeInForce: 'gtc',
    status: 'filled',
    priority: id,
    createdAt: NOON,
    updatedAt: NOON,
    closedAt: NOON,
    version: 2,
  };
}

function fillOf({ id: orderId, userId }: Order, index: number): LedgerEntry {
  const id = `01KE9${String(index).padStart(20, '0')}0` as EntryId;
  const price = units(10);
  const trade = { stockId: CIB, stockName: 'CIB', orderId, price, shares: quantity(1), quotedAt: NOON };
  return {
    id,
    type: 'buy',
    userId,
    money: units(-10),
    at: NOON,
    trade: { ...trade, availability: quantity(ORDERS) },
  };
}

async function putAll(store: Store, items: RawItem[]): Promise<void> {
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents().send(new BatchWriteCommand({ RequestItems: { [store.tableName]: requests } }));
  }
}

describe('a user with thousands of entries', () => {
  let store: TestStore;
  let user: UserId;
  let orders: Order[];
  beforeAll(async () => {
    store = await openTestStore();
    ({ user, orders } = await aHeavyTrader(store));
  });

  test('is read in pages no larger than requested', async () => {
    const pages: number[] = [];
    const report = await audited(noting(store, pages), { itemsPerPage: 100 });
    expect(report).toMatchObject({ violations: [], undecidedCount: 0 });
    expect(report.counts).toMatchObject({ users: 1, orders: ORDERS, fills: ORDERS });
    expect(Math.max(...pages)).toBe(100);
    // The scan reads one page of the user, the reading of the user each of its items once, the stock each fill once.
    expect(pages.length).toBeLessThan((3 * ORDERS) / 100 + 20);
  });

  test('is summed up in several passes when there are too many orders to hold in memory', async () => {
    const report = await audited(store, { keysPerUser: KEYS_PER_USER });
    expect(report).toMatchObject({ violations: [], undecidedCount: 0 });
    expect(report.counts).toMatchObject({ users: 1, orders: ORDERS });
  });

  test('hides no violation in any of those passes', async () => {
    const [early, late] = [orders[1], orders[ORDERS - 1]];
    if (!early || !late) throw new Error('there are orders');
    const keys = [early, late].map(({ id }) => orderKey(user, id));
    for (const key of keys) await plant(store, key, { filledValue: units(11) });
    const report = await audited(store, { keysPerUser: KEYS_PER_USER });
    expect(report.violationCount).toBe(2);
    expect(new Set(report.violations.flatMap(({ items }) => items))).toEqual(
      new Set([
        ...keys.map(({ PK, SK }) => `${PK} / ${SK}`),
        ...report.violations.flatMap(({ items }) => items.slice(1)),
      ]),
    );
    for (const key of keys) await plant(store, key, { filledValue: units(10) });
  });
});

test('fills of many ticks are summed up a few ticks at a time', async () => {
  const store = await openTestStore();
  const user = await aUser(store, { cash: 100 });
  const items: RawItem[] = [];
  for (let second = 0; second < 40; second++) {
    const at = (NOON + second * 1_000_000) as typeof NOON;
    await tick(store, { price: 10, availability: 1, at });
    const order = aFilledBuy(user, second);
    const entry = fillOf(order, second);
    const trade = entry.trade && { ...entry.trade, quotedAt: at, availability: quantity(1) };
    items.push(toLedgerItem({ ...entry, trade }));
  }
  await putAll(store, items);
  const about = (promise: number) => (violation: { promise: number }) => violation.promise === promise;
  const sound = await audited(store, { ticksPerStock: 3, itemsPerPage: 10 });
  expect(sound.violations.filter(about(5))).toEqual([]);
  expect(sound.violations.filter(about(4))).toEqual([]);
  const again = fillOf(aFilledBuy(user, 30), 30);
  const trade = again.trade && {
    ...again.trade,
    quotedAt: (NOON + 30_000_000) as typeof NOON,
    availability: quantity(1),
  };
  await putAll(store, [toLedgerItem({ ...again, id: `${again.id.slice(0, -1)}1` as EntryId, trade })]);
  const broken = await audited(store, { ticksPerStock: 3, itemsPerPage: 10 });
  expect(broken.violations.filter(about(5))).toHaveLength(1);
});

describe('an audit that takes several runs', () => {
  const inSteps = { mustStop: () => false, isTimeUp: () => true, limits: { segments: 2, settleMs: 1 } };

  async function manyUsers(store: TestStore, count: number): Promise<UserId[]> {
    await tick(store);
    const users: UserId[] = [];
    for (let index = 0; index < count; index++) users.push(await aUser(store, { cash: 10 }));
    return users;
  }

  test('resumes where the last run stopped, and checks everything once', async () => {
    const store = await openTestStore();
    const users = await manyUsers(store, 12);
    const [victim] = users;
    if (!victim) throw new Error('there are users');
    await plant(store, accountKey(victim), { frozen: -1 });
    let report = await runAudit(store, inSteps);
    expect(report).toMatchObject({ runs: 1, finishedAt: undefined });
    expect(await readAuditReport(store)).toBeUndefined();
    store.clock.advance({ seconds: 60 });
    while (report.finishedAt === undefined) report = await runAudit(store, inSteps);
    expect(report.runs).toBeGreaterThan(5);
    expect(report.finishedAt).toBe(NOON + 60_000_000);
    expect(report.startedAt).toBe(NOON);
    expect(report.counts).toMatchObject({ users: 12, stocks: 1 });
    expect(report.violations.map(({ promise }) => promise).sort()).toEqual([1, 2, 3]);
    expect(await readAuditReport(store)).toEqual(report);
    expect(await getItem(store, progressKey)).toBeUndefined();
  });

  test('is followed by one that starts afresh and replaces the report', async () => {
    const store = await openTestStore();
    await manyUsers(store, 1);
    await audited(store);
    store.clock.advance({ seconds: 5 });
    const second = await audited(store);
    expect(second).toMatchObject({ runs: 1, startedAt: NOON + 5_000_000 });
    expect((await readAuditReport(store))?.startedAt).toBe(NOON + 5_000_000);
  });

  test('starts afresh when asked to, whatever is left over', async () => {
    const store = await openTestStore();
    await manyUsers(store, 6);
    await runAudit(store, inSteps);
    store.clock.advance({ seconds: 5 });
    const report = await runAudit(store, { ...inSteps, isTimeUp: () => false, startOver: true });
    expect(report).toMatchObject({ runs: 1, startedAt: NOON + 5_000_000, finishedAt: NOON + 5_000_000 });
    expect(report.counts).toMatchObject({ users: 6, stocks: 1 });
  });

  test('saves its place only once when two run at the same time', async () => {
    const store = await openTestStore();
    await manyUsers(store, 4);
    const outcomes = await Promise.allSettled([runAudit(store, inSteps), runAudit(store, inSteps)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'AuditOvertaken' },
    });
  });

  test('counts everything once, wherever its time runs out', async () => {
    const store = await openTestStore();
    await tick(store);
    for (let count = 0; count < 2; count++) {
      const user = await aUser(store, { cash: 1_000 });
      for (let fill = 1; fill <= 3; fill++) {
        await buy(store, user, { total: 1, upper: 20 });
        await tick(store, { price: 20, at: seconds(10 * count + fill) });
      }
      await buy(store, user, { total: 1, upper: 1 });
    }
    const inNoHurry = {
      isTimeUp: () => false,
      mustStop: () => false,
      limits: { segments: 1, settleMs: 1, itemsPerPage: 1 },
    };
    const { items: _, ...counts } = (await runAudit(store, { ...inNoHurry, startOver: true })).counts;
    expect(counts).toMatchObject({ users: 2, fills: 6, orders: 8 });
    for (let most = 1, isWhole = false; !isWhole; most++) {
      let checks = 0;
      const stopping = { ...inNoHurry, mustStop: () => ++checks > most };
      isWhole = (await runAudit(store, { ...stopping, startOver: true })).finishedAt !== undefined;
      const resumed = isWhole ? undefined : await runAudit(store, inNoHurry);
      if (resumed?.undecidedCount === 0) expect([most, resumed.counts]).toMatchObject([most, counts]);
    }
  });

  test('gives up on a partition only when a whole run isn’t enough for it', async () => {
    const store = await openTestStore();
    const user = await aUser(store, { cash: 10 });
    await tick(store);
    await sell(store, user, { total: 1, lower: 1 }).catch(() => undefined);
    let checks = 0;
    // The time of the first run is up in the middle of its second partition.
    const first = await runAudit(store, {
      isTimeUp: () => false,
      mustStop: () => ++checks > 1,
      limits: { segments: 1, settleMs: 1 },
    });
    expect(first).toMatchObject({ finishedAt: undefined, undecidedCount: 0 });
    const whole = await audited(store);
    expect(whole).toMatchObject({ runs: 2, undecidedCount: 0 });
    expect(whole.counts).toMatchObject({ users: 1, stocks: 1 });
    const never = { isTimeUp: () => false, mustStop: () => true, limits: { segments: 1 } };
    let hopeless = await runAudit(store, never);
    while (hopeless.finishedAt === undefined) hopeless = await runAudit(store, never);
    expect(hopeless.undecided).toContain(`USER#${user} takes longer than a run is allowed.`);
  });
});

/** Notes how many items each page of a scan or a query had. */
function noting(store: Store, pages: number[]): Store {
  const client = new TestTable(store.client);
  client.interpose(async (_operation, input, next) => {
    const answer = await next(input);
    if ('Items' in answer) pages.push(answer.Items.length);
    return answer;
  });
  return { ...store, client };
}
