import type { UserId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import type { Order } from '../../../functions/domain/order';
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
import { Crash, crash, interfere, undisturbed } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, wholeTable } from '../../../testing/whole-table';

/** Ann has 100 shares and no money. The price is 20. Her exits take 25 or more, or lose no more than down to 15. */
let store: TestStore;
let ann: UserId;
let second: number;
beforeEach(async () => {
  second = 1;
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 2_000 });
  await tick(store, { price: 20, availability: 100 });
  await buy(store, ann, { total: 100, upper: 20 });
});

const outcomeOf = (parts: OrderParts = {}) =>
  placeOrder(
    store,
    aRequest('sell', { type: 'exit', total: 10, takeProfit: 25, stopLoss: 15, ...parts, userId: ann }),
    OPTIONS,
  );
const exit = async (parts: OrderParts = {}) => accepted(await outcomeOf(parts));

async function at(price: number): Promise<void> {
  await tick(store, { price, availability: 0, at: seconds(second++) });
}

/** With `-c sellLiquidity=availability`. */
async function thinly(...offers: [price: number, availability: number][]): Promise<void> {
  const ticks = offers.map(([price, availability]) => aTick({ price, availability, at: seconds(second++) }));
  await matchTicks(store, CIB, ticks, { sellLiquidity: 'availability' });
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

test('an exit holds its shares once and lies in two places', async () => {
  const order = await exit();
  expect(order).toMatchObject({ status: 'new', initialHold: 10n, remaining: 10 });
  expect(await shares(store, ann)).toMatchObject({ available: 90, frozen: 10 });
  expect(await bands()).toEqual(['127', '128']);
});

test('it sells at its profit and leaves both places', async () => {
  const order = await exit();
  await at(24.9999);
  await at(15.0001);
  expect(await read(order)).toMatchObject({ status: 'new' });
  await at(26);
  expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(260) });
  expect((await read(order)).triggeredAt).toBeUndefined();
  expect(await bands()).toEqual([]);
  await at(10);
  expect(await balance(store, ann)).toEqual({ available: units(260), frozen: 0n });
  expect(await shares(store, ann)).toMatchObject({ available: 90, frozen: 0 });
});

test('it sells at its stop, at whatever price, and leaves both places', async () => {
  const order = await exit();
  await at(9);
  expect(await read(order)).toMatchObject({
    status: 'filled',
    filledValue: units(90),
    triggeredAt: store.now(),
  });
  expect(await bands()).toEqual([]);
  await at(30);
  expect(await balance(store, ann)).toEqual({ available: units(90), frozen: 0n });
});

test('with one way only it is a limit or a stop order', async () => {
  const [profit, loss] = [await exit({ stopLoss: undefined }), await exit({ takeProfit: undefined })];
  expect(await bands()).toEqual(['127', '128']);
  await at(30);
  expect(await read(profit)).toMatchObject({ status: 'filled' });
  expect(await read(loss)).toMatchObject({ status: 'new' });
  await at(15);
  expect(await read(loss)).toMatchObject({ status: 'filled', filledValue: units(150) });
});

test.each([
  [30, 'filled', units(300), false],
  [14, 'filled', units(140), true],
])('placed at a price of %p it is %s at once', async (price, status, filledValue, isTriggered) => {
  await at(price);
  const order = await exit();
  expect(order).toMatchObject({ status, filledValue });
  expect(order.triggeredAt !== undefined).toBe(isTriggered);
  expect(await bands()).toEqual([]);
});

test('in one message it is filled in part at its profit and for the rest at its stop', async () => {
  const order = await exit();
  await thinly([25, 4], [14, 3], [26, 2], [13, 100]);
  expect(await read(order)).toMatchObject({
    status: 'filled',
    filledValue: units(4 * 25 + 3 * 14 + 2 * 26 + 13),
    triggeredAt: store.now(),
  });
  expect(await shares(store, ann)).toMatchObject({ available: 90, frozen: 0 });
  expect(await bands()).toEqual([]);
});

test('tick by tick it comes to the same', async () => {
  const order = await exit();
  await thinly([25, 4]);
  expect(await read(order)).toMatchObject({ status: 'partially_filled', remaining: 6 });
  expect(await bands()).toEqual(['127', '128']);
  await thinly([14, 3]);
  expect(await bands()).toEqual(['127']);
  await thinly([26, 2]);
  await thinly([13, 100]);
  expect(await read(order)).toMatchObject({
    status: 'filled',
    filledValue: units(4 * 25 + 3 * 14 + 2 * 26 + 13),
  });
});

test('triggered, it goes before sells that ask for something', async () => {
  const [asking, order] = [accepted(await outcomeOf({ takeProfit: 14, stopLoss: undefined })), await exit()];
  expect(asking.status).toBe('filled');
  const modest = accepted(
    await placeOrder(store, aRequest('sell', { userId: ann, total: 10, lower: 21 }), OPTIONS),
  );
  await thinly([14, 4]);
  await thinly([22, 7]);
  expect(await read(order)).toMatchObject({ status: 'filled' });
  expect(await read(modest)).toMatchObject({ remaining: 9 });
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
  const cancellation = { userId: ann, orderId: order.id, status: 'canceled', reason: 'test' } as const;
  await cancelOrder(store, cancellation);
  expect(await shares(store, ann)).toMatchObject({ available: 100, frozen: 0 });
  expect(await bands()).toEqual([]);
  await at(30);
  await at(10);
  expect(await read(order)).toMatchObject({ status: 'canceled', remaining: 10 });
});

describe('replacing', () => {
  const replace = async (order: Order, change: Parameters<typeof replaceOrder>[1]['change']) =>
    await replaceOrder(store, { userId: ann, orderId: order.id, change }, OPTIONS);

  test('moves each of its places, and its hold', async () => {
    const order = await exit();
    await replace(order, { takeProfit: units(30), stopLoss: units(18), total: quantity(12) });
    expect(await shares(store, ann)).toMatchObject({ available: 88, frozen: 12 });
    expect(await bands()).toEqual(['127', '128']);
    await at(26);
    expect(await read(order)).toMatchObject({ status: 'new' });
    await at(18);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(216) });
  });

  test('takes one way away, and adds it again', async () => {
    const order = await exit();
    expect(await replace(order, { stopLoss: null })).toMatchObject({ exit: { takeProfit: units(25) } });
    expect(await bands()).toEqual(['127']);
    await at(10);
    expect(await read(order)).toMatchObject({ status: 'new' });
    await replace(order, { stopLoss: units(9), takeProfit: null });
    expect(await bands()).toEqual(['128']);
    await at(26);
    await at(9);
    expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(90) });
  });

  test('so that the price is there sells at once', async () => {
    expect(await replace(await exit(), { stopLoss: units(20) })).toMatchObject({
      status: 'filled',
      filledValue: units(200),
    });
  });

  test('never takes both ways away, nor crosses them', async () => {
    const order = await exit();
    expect(await replace(order, { takeProfit: null, stopLoss: null })).toEqual({
      rejected: 'invalid_request',
      errors: [{ field: 'take_profit', message: 'is required without stop_loss' }],
    });
    expect(await replace(order, { stopLoss: units(25) })).toEqual({ rejected: 'invalid_bounds' });
  });

  test('is too late for a way that was taken', async () => {
    const order = await exit();
    await thinly([14, 3]);
    expect(await replace(order, { takeProfit: units(30) })).toMatchObject({ rejected: 'invalid_request' });
    expect(await replace(order, { total: quantity(5) })).toMatchObject({ remaining: 2 });
  });
});

test('it is never sold twice, wherever a tick that sells it dies', async () => {
  const order = await exit();
  const falling = aTick({ price: 14, availability: 0, at: seconds(second++) });
  for (let skip = 0; ; skip++) {
    const dying = undisturbed(store);
    const met = interfere(dying, { skip, before: crash });
    const outcome = await matchTicks(dying, CIB, [falling]).catch((error: unknown) => error);
    if (!(outcome instanceof Crash)) break;
    expect(met()).toBeGreaterThan(0);
    expect(skip).toBeLessThan(30);
  }
  await at(30);
  expect(await read(order)).toMatchObject({ status: 'filled', filledValue: units(140) });
  expect(await balance(store, ann)).toEqual({ available: units(140), frozen: 0n });
  expect(await shares(store, ann)).toMatchObject({ available: 90, frozen: 0 });
});

test('two ticks at once that would sell it either way sell it once', async () => {
  const order = await exit();
  const rising = aTick({ price: 30, availability: 0, at: seconds(second++) });
  interfere(store, {
    on: 'TransactWriteItems',
    before: () => at(14),
  });
  await matchTicks(store, CIB, [rising]);
  expect(await read(order)).toMatchObject({ status: 'filled' });
  expect(await shares(store, ann)).toMatchObject({ available: 90, frozen: 0 });
  expect((await balance(store, ann)).available).toBe((await read(order)).filledValue);
  expect(await bands()).toEqual([]);
});

test('thirty of them that a tick takes to their stops are all sold once', async () => {
  for (let count = 0; count < 30; count++) await exit({ total: 2, stopLoss: 15 - count / 100 });
  await at(10);
  expect(await balance(store, ann)).toEqual({ available: units(600), frozen: 0n });
  expect(await bands()).toEqual([]);
  expect((await readStock(store, CIB))?.nearest.sell).toBeUndefined();
});
