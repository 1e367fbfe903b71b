import type { UserId } from '../../../functions/domain/ids';
import type { Order } from '../../../functions/domain/order';
import type { Side } from '../../../functions/domain/side';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import {
  accepted,
  aRequest,
  aTick,
  aUser,
  balance,
  buy,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  shares,
  tick,
  units,
} from '../../../testing/builders';
import { crowdTheBook } from '../../../testing/crowd';
import { Crash, crash, interfere } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { wholeTable } from '../../../testing/whole-table';

// Putting 100,000 entries takes its time on a busy machine.
jest.setTimeout(600_000);

const STOPS = inFull(100_000, 2_000);

/** Ann has 500 shares, and money. The price is 20. */
let store: TestStore;
let ann: UserId;
let second: number;
beforeEach(async () => {
  second = 1;
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 100_000 });
  await tick(store, { price: 20, availability: 500 });
  await buy(store, ann, { total: 500, upper: 20 });
});

async function stock() {
  const read = await readStock(store, CIB);
  if (!read) throw new Error('no stock');
  return read;
}

async function at(price: number, availability = 0): Promise<void> {
  await tick(store, { price, availability, at: seconds(second++) });
}

async function bands(): Promise<string[]> {
  const keys = Object.keys(await wholeTable(store));
  return keys.filter((key) => key.startsWith('BOOK#')).map((key) => key.split('#')[3]?.slice(0, 3) ?? '');
}

async function read({ id }: Order): Promise<Order> {
  const order = await readOrder(store, ann, id);
  if (!order) throw new Error('no order');
  return order;
}

async function isTriggered(order: Order): Promise<boolean> {
  return (await read(order)).triggeredAt !== undefined;
}

const place = async (side: Side, parts: OrderParts) =>
  accepted(await placeOrder(store, aRequest(side, { total: 5, ...parts, userId: ann }), OPTIONS));
const stopBuy = (parts: OrderParts = {}) => place('buy', { type: 'stop', stop: 22, ...parts });
const stopSell = (parts: OrderParts = {}) => place('sell', { type: 'stop', stop: 18, ...parts });

describe('a stop to sell', () => {
  test('waits at prices above its stop, and sells at the first one that is not', async () => {
    const order = await stopSell();
    expect(await isTriggered(order)).toBe(false);
    expect(await bands()).toEqual(['128']);
    await at(30);
    await at(18.0001);
    expect(await isTriggered(order)).toBe(false);
    store.clock.advance({ seconds: 1 });
    await at(17.5);
    expect(await read(order)).toMatchObject({
      status: 'filled',
      filledValue: units(87.5),
      triggeredAt: store.now(),
    });
    expect(await bands()).toEqual([]);
    expect((await stock()).nearest.sell).toBeUndefined();
  });

  test('placed when the price is there already is triggered and sold at once', async () => {
    expect(await stopSell({ stop: 20 })).toMatchObject({ status: 'filled', filledValue: units(100) });
  });

  test('placed when the only price is old waits for the next one', async () => {
    store.clock.advance({ seconds: 60 });
    const order = await stopSell({ stop: 20 });
    expect(await isTriggered(order)).toBe(false);
    await at(20);
    expect(await read(order)).toMatchObject({ status: 'filled' });
  });

  test('is triggered by no price at all', async () => {
    const order = await stopSell();
    await at(0);
    expect(await isTriggered(order)).toBe(false);
  });
});

describe('a stop to buy', () => {
  test('holds its stop and the collar, and takes part in the tick that triggers it', async () => {
    const before = await balance(store, ann);
    const order = await stopBuy();
    expect(order).toMatchObject({ upperBound: units(23.1), initialHold: units(115.5) });
    await at(21.9999, 100);
    expect(await isTriggered(order)).toBe(false);
    await at(23, 3);
    expect(await read(order)).toMatchObject({ remaining: 2, filledValue: units(69) });
    expect((await balance(store, ann)).frozen).toBe(units(2 * 23.1));
    await at(21, 100);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(69 + 42) });
    expect(await balance(store, ann)).toEqual({
      available: before.available - units(111),
      frozen: 0n,
    });
  });

  test('stays triggered above its collar, and below its stop', async () => {
    const order = await stopBuy();
    await at(24, 100);
    expect(await read(order)).toMatchObject({ status: 'new', triggeredAt: store.now() });
    await at(19, 100);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(95) });
  });
});

describe('a stop-limit', () => {
  test('to buy has its own bound', async () => {
    const order = await stopBuy({ type: 'stop_limit', upper: 21 });
    await at(22, 100);
    expect(await read(order)).toMatchObject({ status: 'new', triggeredAt: store.now() });
    await at(21, 100);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(105) });
  });

  test('to sell rests with its bound once it is triggered', async () => {
    const order = await stopSell({ type: 'stop_limit', lower: 17 });
    await at(16);
    expect(await read(order)).toMatchObject({ status: 'new', triggeredAt: store.now() });
    expect(await bands()).toEqual(['127']);
    await at(19);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(95) });
  });
});

test('ticks of one message that trigger one after the other leave what the first has filled as it is', async () => {
  const [near, far] = [await stopBuy({ total: 10 }), await stopBuy({ stop: 23, total: 10 })];
  const ticks = [
    aTick({ price: 22, availability: 3, at: seconds(1) }),
    aTick({ price: 23, availability: 4, at: seconds(2) }),
    aTick({ price: 23, availability: 20, at: seconds(3) }),
  ];
  await matchTicks(store, CIB, ticks);
  expect(await read(near)).toMatchObject({ status: 'filled', filledValue: units(3 * 22 + 7 * 23) });
  expect(await read(far)).toMatchObject({ status: 'filled', filledValue: units(10 * 23) });
  expect(await shares(store, ann)).toMatchObject({ available: 520 });
});

test('limit orders that ticks of one message reach one after the other are filled once', async () => {
  const near = await buy(store, ann, { total: 10, lower: 22, upper: 30 });
  const far = await buy(store, ann, { total: 10, lower: 23, upper: 30 });
  const ticks = [
    aTick({ price: 22, availability: 3, at: seconds(1) }),
    aTick({ price: 23, availability: 40, at: seconds(2) }),
  ];
  await matchTicks(store, CIB, ticks);
  expect(await read(near)).toMatchObject({ status: 'filled', filledValue: units(3 * 22 + 7 * 23) });
  expect(await read(far)).toMatchObject({ status: 'filled' });
  expect(await shares(store, ann)).toMatchObject({ available: 520 });
});

test('a late tick triggers, and what is left meets the quote', async () => {
  const order = await stopBuy({ total: 10 });
  store.clock.advance({ seconds: 1 });
  await at(21, 4);
  const late = aTick({ price: 22, availability: 3, at: seconds(0.5), receivedAt: store.now() });
  await matchTicks(store, CIB, [late]);
  expect(await read(order)).toMatchObject({ remaining: 3, filledValue: units(3 * 22 + 4 * 21) });
  expect(await stock()).toMatchObject({ unsettled: false, quote: { left: 0 } });
});

test('a late tick that came before the stop was placed does not trigger it', async () => {
  await at(21);
  store.clock.advance({ seconds: 1 });
  const order = await stopBuy();
  const late = aTick({ price: 22, availability: 3, at: seconds(0.5), receivedAt: seconds(0.9) });
  await matchTicks(store, CIB, [late]);
  expect(await isTriggered(order)).toBe(false);
  expect((await stock()).nearest.buy).toBe(units(22));
});

describe('replacing', () => {
  const replace = (order: Order, change: Parameters<typeof replaceOrder>[1]['change']) =>
    replaceOrder(store, { userId: ann, orderId: order.id, change }, OPTIONS);

  test('a stop moves it, and its hold with it', async () => {
    const order = await stopBuy();
    expect(await replace(order, { stopPrice: units(30) })).toMatchObject({
      stopPrice: units(30),
      upperBound: units(31.5),
      initialHold: units(157.5),
    });
    await at(29, 100);
    expect(await isTriggered(order)).toBe(false);
    await at(30, 100);
    expect(await read(order)).toMatchObject({ status: 'filled' });
  });

  test('a stop so that the price is there triggers it', async () => {
    const order = await stopSell();
    const moved = accepted(await replace(order, { stopPrice: units(20) }));
    expect(moved).toMatchObject({ status: 'filled', filledValue: units(100) });
  });

  test('the bound of a stop-limit leaves it untriggered', async () => {
    const order = await stopSell({ type: 'stop_limit', lower: 17 });
    expect(await replace(order, { lowerBound: units(16) })).toMatchObject({ lowerBound: units(16) });
    expect(await isTriggered(order)).toBe(false);
    await at(18);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(90) });
  });

  test.each<[string, Parameters<typeof replaceOrder>[1]['change'], string, string]>([
    ['upper_bound', { upperBound: units(40) }, 'upper_bound', 'does not apply to stop buy orders'],
    ['stop_price', { stopPrice: null }, 'stop_price', 'is required for stop orders'],
  ])('%s of a stop is refused where it makes no sense', async (_, change, field, message) => {
    expect(await replace(await stopBuy(), change)).toEqual({
      rejected: 'invalid_request',
      errors: [{ field, message }],
    });
  });

  test('the stop of a triggered order is refused', async () => {
    const order = await stopBuy();
    await at(22);
    const message = 'cannot change once the order is triggered';
    expect(await replace(order, { stopPrice: units(30) })).toEqual({
      rejected: 'invalid_request',
      errors: [{ field: 'stop_price', message }],
    });
  });
});

test('a canceled stop is never triggered, and holds nothing', async () => {
  const before = await balance(store, ann);
  const order = await stopBuy();
  await cancelOrder(store, { userId: ann, orderId: order.id, status: 'canceled', reason: 'test' });
  expect(await balance(store, ann)).toEqual(before);
  await at(25, 100);
  expect(await read(order)).toMatchObject({ status: 'canceled' });
  expect(await isTriggered(order)).toBe(false);
  expect((await stock()).nearest.buy).toBeUndefined();
});

test('a tick that dies at any call between triggers is gone on with, and triggers each stop once', async () => {
  for (let count = 0; count < 40; count++) await stopBuy({ stop: 21 + count / 100, total: 1 });
  const filling = aTick({ price: 22, availability: 30, at: seconds(1_000) });
  for (let calls = 0; ; calls++) {
    const met = interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
    const outcome = await matchTicks(store, CIB, [filling]).catch((error: unknown) => error);
    if (!(outcome instanceof Crash)) break;
    expect(met()).toBeGreaterThan(0);
    expect((await stock()).unsettled).toBe(true);
    expect(calls).toBeLessThan(20);
  }
  expect(await shares(store, ann)).toMatchObject({ available: 530 });
  expect((await stock()).nearest.buy).toBeUndefined();
  expect(await bands()).toEqual(Array.from({ length: 10 }, () => '000'));
});

test('a stop that is placed while a tick beyond it is committed is triggered by it', async () => {
  interfere(store, { on: 'PutItem', before: () => stopBuy() });
  await at(22, 100);
  expect(await shares(store, ann)).toMatchObject({ available: 505 });
});

test('a stop that is canceled while a tick triggers it is canceled or filled, never both', async () => {
  const order = await stopBuy();
  const cancellation = { userId: ann, orderId: order.id, status: 'canceled', reason: 'test' } as const;
  interfere(store, { on: 'TransactWriteItems', before: () => cancelOrder(store, cancellation) });
  await at(22, 100);
  expect(await read(order)).toMatchObject({ status: 'canceled', remaining: 5 });
  expect(await shares(store, ann)).toMatchObject({ available: 500 });
  expect(await bands()).toEqual([]);
});

describe('what stops cost a tick', () => {
  async function costOfATick() {
    await at(20, 1);
    const { readUnits, writeUnits, calls } = await store.meter.measure(() => at(20, 1));
    return { readUnits, writeUnits, calls };
  }

  test(`is nothing with ${STOPS} of them that it does not cross`, async () => {
    const before = await costOfATick();
    await stopBuy();
    await stopSell();
    await crowdTheBook(store, STOPS, (index) => ({ lower: (220_001 + index) / 10_000, upper: 100 }), {
      isWaiting: true,
    });
    expect(await costOfATick()).toEqual(before);
  });

  test('is that of those it crosses, a page at a time, and then nothing again', async () => {
    await buy(store, ann, { total: 1, upper: 1 });
    await stopBuy({ total: 1 });
    await crowdTheBook(store, 1_000, (index) => ({ lower: (230_000 + index) / 10_000, upper: 40 }), {
      isWaiting: true,
    });
    const before = await costOfATick();
    const crossing = await store.meter.measure(() => at(22));
    expect(crossing.readUnits - before.readUnits).toBeLessThanOrEqual(5);
    // The stock and the order in a transaction, its entry where it waited and where it is.
    expect(crossing.writeUnits).toBeLessThanOrEqual(12);
    expect(await costOfATick()).toEqual(before);
  });
});
