import type { Order } from '../../../functions/domain/order';
import type { TermsChange } from '../../../functions/domain/replacement';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { type Ann, type Market, openMarket } from '../../../testing/ann';
import { accepted, aTick, CIB, type OrderParts, seconds, units } from '../../../testing/builders';
import { crowdTheBook } from '../../../testing/crowd';
import { Crash, crash, interfere } from '../../../testing/interference';
import { inFull } from '../../../testing/scale';
import type { TestStore } from '../../../testing/test-store';

// Putting 100,000 entries takes its time on a busy machine.
jest.setTimeout(600_000);

const STOPS = inFull(100_000, 2_000);

/** Ann has 500 shares, and money. The price is 20. */
let market: Market;
let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  market = await openMarket({ cash: 100_000, price: 20, held: 500 });
  ({ store, ann } = market);
});

async function isTriggered(order: Order): Promise<boolean> {
  return (await ann.order(order)).triggeredAt !== undefined;
}

const stopBuy = (parts: OrderParts = {}) => ann.place('buy', { total: 5, type: 'stop', stop: 22, ...parts });
const stopSell = (parts: OrderParts = {}) =>
  ann.place('sell', { total: 5, type: 'stop', stop: 18, ...parts });

describe('a stop to sell', () => {
  test('waits at prices above its stop, and sells at the first one that is not', async () => {
    const order = await stopSell();
    expect(await isTriggered(order)).toBe(false);
    expect(await market.bands()).toEqual(['128']);
    await market.at(30);
    await market.at(18.0001);
    expect(await isTriggered(order)).toBe(false);
    store.clock.advance({ seconds: 1 });
    await market.at(17.5);
    expect(await ann.order(order)).toMatchObject({
      status: 'filled',
      filledValue: units(87.5),
      triggeredAt: store.now(),
    });
    expect(await market.bands()).toEqual([]);
    expect((await market.stock()).nearest.sell).toBeUndefined();
  });

  test('placed when the price is there already is triggered and sold at once', async () => {
    expect(await stopSell({ stop: 20 })).toMatchObject({ status: 'filled', filledValue: units(100) });
  });

  test('placed when the only price is old waits for the next one', async () => {
    store.clock.advance({ seconds: 60 });
    const order = await stopSell({ stop: 20 });
    expect(await isTriggered(order)).toBe(false);
    await market.at(20);
    expect(await ann.order(order)).toMatchObject({ status: 'filled' });
  });

  test('is triggered by no price at all', async () => {
    const order = await stopSell();
    await market.at(0);
    expect(await isTriggered(order)).toBe(false);
  });
});

describe('a stop to buy', () => {
  test('holds its stop and the collar, and takes part in the tick that triggers it', async () => {
    const before = await ann.balance();
    const order = await stopBuy();
    expect(order).toMatchObject({ upperBound: units(23.1), initialHold: units(115.5) });
    await market.at(21.9999, 100);
    expect(await isTriggered(order)).toBe(false);
    await market.at(23, 3);
    expect(await ann.order(order)).toMatchObject({ remaining: 2, filledValue: units(69) });
    expect((await ann.balance()).frozen).toBe(units(2 * 23.1));
    await market.at(21, 100);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(69 + 42) });
    expect(await ann.balance()).toEqual({
      available: before.available - units(111),
      frozen: 0n,
    });
  });

  test('stays triggered above its collar, and below its stop', async () => {
    const order = await stopBuy();
    await market.at(24, 100);
    expect(await ann.order(order)).toMatchObject({ status: 'new', triggeredAt: store.now() });
    await market.at(19, 100);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(95) });
  });
});

describe('a stop-limit', () => {
  test('to buy has its own bound', async () => {
    const order = await stopBuy({ type: 'stop_limit', upper: 21 });
    await market.at(22, 100);
    expect(await ann.order(order)).toMatchObject({ status: 'new', triggeredAt: store.now() });
    await market.at(21, 100);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(105) });
  });

  test('to sell rests with its bound once it is triggered', async () => {
    const order = await stopSell({ type: 'stop_limit', lower: 17 });
    await market.at(16);
    expect(await ann.order(order)).toMatchObject({ status: 'new', triggeredAt: store.now() });
    expect(await market.bands()).toEqual(['127']);
    await market.at(19);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(95) });
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
  expect(await ann.order(near)).toMatchObject({ status: 'filled', filledValue: units(3 * 22 + 7 * 23) });
  expect(await ann.order(far)).toMatchObject({ status: 'filled', filledValue: units(10 * 23) });
  expect(await ann.shares()).toMatchObject({ available: 520 });
});

test('limit orders that ticks of one message reach one after the other are filled once', async () => {
  const near = await ann.buy({ total: 10, lower: 22, upper: 30 });
  const far = await ann.buy({ total: 10, lower: 23, upper: 30 });
  const ticks = [
    aTick({ price: 22, availability: 3, at: seconds(1) }),
    aTick({ price: 23, availability: 40, at: seconds(2) }),
  ];
  await matchTicks(store, CIB, ticks);
  expect(await ann.order(near)).toMatchObject({ status: 'filled', filledValue: units(3 * 22 + 7 * 23) });
  expect(await ann.order(far)).toMatchObject({ status: 'filled' });
  expect(await ann.shares()).toMatchObject({ available: 520 });
});

test('a late tick triggers, and what is left meets the quote', async () => {
  const order = await stopBuy({ total: 10 });
  store.clock.advance({ seconds: 1 });
  await market.at(21, 4);
  const late = aTick({ price: 22, availability: 3, at: seconds(0.5), receivedAt: store.now() });
  await matchTicks(store, CIB, [late]);
  expect(await ann.order(order)).toMatchObject({ remaining: 3, filledValue: units(3 * 22 + 4 * 21) });
  expect(await market.stock()).toMatchObject({ unsettled: false, quote: { left: 0 } });
});

test('what a late tick leaves meets an old quote, but orders that came when it was too old do not', async () => {
  const order = await stopBuy();
  await market.at(21, 10);
  store.clock.advance({ seconds: 60 });
  const young = await ann.buy({ total: 1, upper: 21 });
  const late = aTick({ price: 22, availability: 3, at: seconds(0.5), receivedAt: seconds(0.9) });
  await matchTicks(store, CIB, [late]);
  expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(3 * 22 + 2 * 21) });
  expect(await ann.order(young)).toMatchObject({ status: 'new' });
});

test('a late tick that came before the stop was placed does not trigger it', async () => {
  await market.at(21);
  store.clock.advance({ seconds: 1 });
  const order = await stopBuy();
  const late = aTick({ price: 22, availability: 3, at: seconds(0.5), receivedAt: seconds(0.9) });
  await matchTicks(store, CIB, [late]);
  expect(await isTriggered(order)).toBe(false);
  expect((await market.stock()).nearest.buy).toBe(units(22));
});

describe('replacing', () => {
  test('a stop moves it, and its hold with it', async () => {
    const order = await stopBuy();
    expect(await ann.replace(order, { stopPrice: units(30) })).toMatchObject({
      stopPrice: units(30),
      upperBound: units(31.5),
      initialHold: units(157.5),
    });
    await market.at(29, 100);
    expect(await isTriggered(order)).toBe(false);
    await market.at(30, 100);
    expect(await ann.order(order)).toMatchObject({ status: 'filled' });
  });

  test('a stop so that the price is there triggers it', async () => {
    const order = await stopSell();
    const moved = accepted(await ann.replace(order, { stopPrice: units(20) }));
    expect(moved).toMatchObject({ status: 'filled', filledValue: units(100) });
  });

  test('the bound of a stop-limit leaves it untriggered', async () => {
    const order = await stopSell({ type: 'stop_limit', lower: 17 });
    expect(await ann.replace(order, { lowerBound: units(16) })).toMatchObject({ lowerBound: units(16) });
    expect(await isTriggered(order)).toBe(false);
    await market.at(18);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(90) });
  });

  test.each<[string, TermsChange, string, string]>([
    ['upper_bound', { upperBound: units(40) }, 'upper_bound', 'does not apply to stop buy orders'],
    ['stop_price', { stopPrice: null }, 'stop_price', 'is required for stop orders'],
  ])('%s of a stop is refused where it makes no sense', async (_, change, field, message) => {
    expect(await ann.replace(await stopBuy(), change)).toEqual({
      rejected: 'invalid_request',
      errors: [{ field, message }],
    });
  });

  test('the stop of a triggered order is refused', async () => {
    const order = await stopBuy();
    await market.at(22);
    const message = 'cannot change once the order is triggered';
    expect(await ann.replace(order, { stopPrice: units(30) })).toEqual({
      rejected: 'invalid_request',
      errors: [{ field: 'stop_price', message }],
    });
  });
});

test('a canceled stop is never triggered, and holds nothing', async () => {
  const before = await ann.balance();
  const order = await stopBuy();
  await ann.cancel(order);
  expect(await ann.balance()).toEqual(before);
  await market.at(25, 100);
  expect(await ann.order(order)).toMatchObject({ status: 'canceled' });
  expect(await isTriggered(order)).toBe(false);
  expect((await market.stock()).nearest.buy).toBeUndefined();
});

test('a tick that dies at any call between triggers is gone on with, and triggers each stop once', async () => {
  for (let count = 0; count < 40; count++) await stopBuy({ stop: 21 + count / 100, total: 1 });
  const filling = aTick({ price: 22, availability: 30, at: seconds(1_000) });
  for (let calls = 0; ; calls++) {
    const met = interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
    const outcome = await matchTicks(store, CIB, [filling]).catch((error: unknown) => error);
    if (!(outcome instanceof Crash)) break;
    expect(met()).toBeGreaterThan(0);
    expect((await market.stock()).unsettled).toBe(true);
    expect(calls).toBeLessThan(20);
  }
  expect(await ann.shares()).toMatchObject({ available: 530 });
  expect((await market.stock()).nearest.buy).toBeUndefined();
  expect(await market.bands()).toEqual(Array.from({ length: 10 }, () => '000'));
});

test('a stop that is placed while a tick beyond it is committed is triggered by it', async () => {
  interfere(store, { on: 'PutItem', before: () => stopBuy() });
  await market.at(22, 100);
  expect(await ann.shares()).toMatchObject({ available: 505 });
});

test('a stop that is canceled while a tick triggers it is canceled or filled, never both', async () => {
  const order = await stopBuy();
  interfere(store, { on: 'TransactWriteItems', before: () => ann.cancel(order) });
  await market.at(22, 100);
  expect(await ann.order(order)).toMatchObject({ status: 'canceled', remaining: 5 });
  expect(await ann.shares()).toMatchObject({ available: 500 });
  expect(await market.bands()).toEqual([]);
});

describe('what stops cost a tick', () => {
  async function costOfATick() {
    await market.at(20, 1);
    const { readUnits, writeUnits, calls } = await store.meter.measure(() => market.at(20, 1));
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
    await ann.buy({ total: 1, upper: 1 });
    await stopBuy({ total: 1 });
    await crowdTheBook(store, 1_000, (index) => ({ lower: (230_000 + index) / 10_000, upper: 40 }), {
      isWaiting: true,
    });
    const before = await costOfATick();
    const crossing = await store.meter.measure(() => market.at(22));
    expect(crossing.readUnits - before.readUnits).toBeLessThanOrEqual(5);
    // The stock and the order in a transaction, its entry where it waited and where it is.
    expect(crossing.writeUnits).toBeLessThanOrEqual(12);
    expect(await costOfATick()).toEqual(before);
  });
});
