import { quantity } from '../../../functions/domain/money';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { type Ann, type Market, openMarket } from '../../../testing/ann';
import { accepted, aTick, CIB, type OrderParts, seconds, units } from '../../../testing/builders';
import { Crash, crash, interfere, undisturbed } from '../../../testing/interference';
import type { TestStore } from '../../../testing/test-store';
import { changingNothing } from '../../../testing/whole-table';

/** Ann has 100 shares and no money. The price is 20. Her exits take 25 or more, or lose no more than down to 15. */
let market: Market;
let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  market = await openMarket({ cash: 2_000, price: 20, held: 100 });
  ({ store, ann } = market);
});

const outcomeOf = (parts: OrderParts = {}) =>
  ann.tryToPlace('sell', { type: 'exit', total: 10, takeProfit: 25, stopLoss: 15, ...parts });
const exit = async (parts: OrderParts = {}) => accepted(await outcomeOf(parts));

test('an exit holds its shares once and lies in two places', async () => {
  const order = await exit();
  expect(order).toMatchObject({ status: 'new', initialHold: 10n, remaining: 10 });
  expect(await ann.shares()).toMatchObject({ available: 90, frozen: 10 });
  expect(await market.bands()).toEqual(['127', '128']);
});

test('it sells at its profit and leaves both places', async () => {
  const order = await exit();
  await market.at(24.9999);
  await market.at(15.0001);
  expect(await ann.order(order)).toMatchObject({ status: 'new' });
  await market.at(26);
  expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(260) });
  expect((await ann.order(order)).triggeredAt).toBeUndefined();
  expect(await market.bands()).toEqual([]);
  await market.at(10);
  expect(await ann.balance()).toEqual({ available: units(260), frozen: 0n });
  expect(await ann.shares()).toMatchObject({ available: 90, frozen: 0 });
});

test('it sells at its stop, at whatever price, and leaves both places', async () => {
  const order = await exit();
  await market.at(9);
  expect(await ann.order(order)).toMatchObject({
    status: 'filled',
    filledValue: units(90),
    triggeredAt: store.now(),
  });
  expect(await market.bands()).toEqual([]);
  await market.at(30);
  expect(await ann.balance()).toEqual({ available: units(90), frozen: 0n });
});

test('with one way only it is a limit or a stop order', async () => {
  const [profit, loss] = [await exit({ stopLoss: undefined }), await exit({ takeProfit: undefined })];
  expect(await market.bands()).toEqual(['127', '128']);
  await market.at(30);
  expect(await ann.order(profit)).toMatchObject({ status: 'filled' });
  expect(await ann.order(loss)).toMatchObject({ status: 'new' });
  await market.at(15);
  expect(await ann.order(loss)).toMatchObject({ status: 'filled', filledValue: units(150) });
});

test.each([
  [30, 'filled', units(300), false],
  [14, 'filled', units(140), true],
])('placed at a price of %p it is %s at once', async (price, status, filledValue, isTriggered) => {
  await market.at(price);
  const order = await exit();
  expect(order).toMatchObject({ status, filledValue });
  expect(order.triggeredAt !== undefined).toBe(isTriggered);
  expect(await market.bands()).toEqual([]);
});

test('in one message it is filled in part at its profit and for the rest at its stop', async () => {
  const order = await exit();
  await market.thinly([25, 4], [14, 3], [26, 2], [13, 100]);
  expect(await ann.order(order)).toMatchObject({
    status: 'filled',
    filledValue: units(4 * 25 + 3 * 14 + 2 * 26 + 13),
    triggeredAt: store.now(),
  });
  expect(await ann.shares()).toMatchObject({ available: 90, frozen: 0 });
  expect(await market.bands()).toEqual([]);
});

test('tick by tick it comes to the same', async () => {
  const order = await exit();
  await market.thinly([25, 4]);
  expect(await ann.order(order)).toMatchObject({ status: 'partially_filled', remaining: 6 });
  expect(await market.bands()).toEqual(['127', '128']);
  await market.thinly([14, 3]);
  expect(await market.bands()).toEqual(['127']);
  await market.thinly([26, 2]);
  await market.thinly([13, 100]);
  expect(await ann.order(order)).toMatchObject({
    status: 'filled',
    filledValue: units(4 * 25 + 3 * 14 + 2 * 26 + 13),
  });
});

test('triggered, it goes before sells that ask for something', async () => {
  const [asking, order] = [accepted(await outcomeOf({ takeProfit: 14, stopLoss: undefined })), await exit()];
  expect(asking.status).toBe('filled');
  const modest = await ann.place('sell', { total: 10, lower: 21 });
  await market.thinly([14, 4]);
  await market.thinly([22, 7]);
  expect(await ann.order(order)).toMatchObject({ status: 'filled' });
  expect(await ann.order(modest)).toMatchObject({ remaining: 9 });
});

test.each([
  ['a profit at the stop', { takeProfit: 15, stopLoss: 15 }, 'invalid_bounds'],
  ['a profit below the stop', { takeProfit: 14, stopLoss: 15 }, 'invalid_bounds'],
  ['more shares than there are', { total: 101 }, 'insufficient_shares'],
  ['a value beyond all amounts', { total: 100_000_000_000 }, 'order_too_large'],
])('%s is refused and changes nothing', async (_, parts, rejected) => {
  expect(await changingNothing(store, () => outcomeOf(parts))).toEqual({ rejected });
});

test('canceled, it gives its shares back and leaves both places', async () => {
  const order = await exit();
  await ann.cancel(order);
  expect(await ann.shares()).toMatchObject({ available: 100, frozen: 0 });
  expect(await market.bands()).toEqual([]);
  await market.at(30);
  await market.at(10);
  expect(await ann.order(order)).toMatchObject({ status: 'canceled', remaining: 10 });
});

describe('replacing', () => {
  test('moves each of its places, and its hold', async () => {
    const order = await exit();
    await ann.replace(order, { takeProfit: units(30), stopLoss: units(18), total: quantity(12) });
    expect(await ann.shares()).toMatchObject({ available: 88, frozen: 12 });
    expect(await market.bands()).toEqual(['127', '128']);
    await market.at(26);
    expect(await ann.order(order)).toMatchObject({ status: 'new' });
    await market.at(18);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(216) });
  });

  test('takes one way away, and adds it again', async () => {
    const order = await exit();
    expect(await ann.replace(order, { stopLoss: null })).toMatchObject({ exit: { takeProfit: units(25) } });
    expect(await market.bands()).toEqual(['127']);
    await market.at(10);
    expect(await ann.order(order)).toMatchObject({ status: 'new' });
    await ann.replace(order, { stopLoss: units(9), takeProfit: null });
    expect(await market.bands()).toEqual(['128']);
    await market.at(26);
    await market.at(9);
    expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(90) });
  });

  test('so that the price is there sells at once', async () => {
    expect(await ann.replace(await exit(), { stopLoss: units(20) })).toMatchObject({
      status: 'filled',
      filledValue: units(200),
    });
  });

  test('never takes both ways away, nor crosses them', async () => {
    const order = await exit();
    expect(await ann.replace(order, { takeProfit: null, stopLoss: null })).toEqual({
      rejected: 'invalid_request',
      errors: [{ field: 'take_profit', message: 'is required without stop_loss' }],
    });
    expect(await ann.replace(order, { stopLoss: units(25) })).toEqual({ rejected: 'invalid_bounds' });
  });

  test('is too late for a way that was taken', async () => {
    const order = await exit();
    await market.thinly([14, 3]);
    expect(await ann.replace(order, { takeProfit: units(30) })).toMatchObject({
      rejected: 'invalid_request',
    });
    expect(await ann.replace(order, { total: quantity(5) })).toMatchObject({ remaining: 2 });
  });
});

test('it is never sold twice, wherever a tick that sells it dies', async () => {
  const order = await exit();
  const falling = aTick({ price: 14, availability: 0, at: seconds(0.5) });
  for (let skip = 0; ; skip++) {
    const dying = undisturbed(store);
    const met = interfere(dying, { skip, before: crash });
    const outcome = await matchTicks(dying, CIB, [falling]).catch((error: unknown) => error);
    if (!(outcome instanceof Crash)) break;
    expect(met()).toBeGreaterThan(0);
    expect(skip).toBeLessThan(30);
  }
  await market.at(30);
  expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(140) });
  expect(await ann.balance()).toEqual({ available: units(140), frozen: 0n });
  expect(await ann.shares()).toMatchObject({ available: 90, frozen: 0 });
});

test('two ticks at once that would sell it either way sell it once', async () => {
  const order = await exit();
  const rising = aTick({ price: 30, availability: 0, at: seconds(0.5) });
  interfere(store, {
    on: 'TransactWriteItems',
    before: () => market.at(14),
  });
  await matchTicks(store, CIB, [rising]);
  expect(await ann.order(order)).toMatchObject({ status: 'filled' });
  expect(await ann.shares()).toMatchObject({ available: 90, frozen: 0 });
  expect((await ann.balance()).available).toBe((await ann.order(order)).filledValue);
  expect(await market.bands()).toEqual([]);
});

test('thirty of them that a tick takes to their stops are all sold once', async () => {
  for (let count = 0; count < 30; count++) await exit({ total: 2, stopLoss: 15 - count / 100 });
  await market.at(10);
  expect(await ann.balance()).toEqual({ available: units(600), frozen: 0n });
  expect(await market.bands()).toEqual([]);
  expect((await market.stock()).nearest.sell).toBeUndefined();
});
