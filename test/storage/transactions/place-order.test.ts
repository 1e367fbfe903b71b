import { EMPTY_BANDS_STAY_SECONDS } from '../../../functions/domain/book-index';
import type { OrderId, StockId, UserId } from '../../../functions/domain/ids';
import type { Order } from '../../../functions/domain/order';
import type { OrderRequest } from '../../../functions/domain/placement';
import type { Rejection } from '../../../functions/domain/rejection';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import {
  anOrderId,
  aRequest,
  aUser,
  balance,
  buy,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  sell,
  shares,
  tick,
  units,
} from '../../../testing/builders';
import { interfere, undisturbed } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { remembering } from '../../../testing/remembering';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf } from '../../../testing/whole-table';

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
});

test("the seed's example: half is filled at once, the rest on a later tick", async () => {
  const user = await aUser(store, { cash: 2000 });
  await tick(store, { price: 20, availability: 50 });
  const order = await buy(store, user, { total: 100, upper: 20 });
  expect(order).toMatchObject({ status: 'partially_filled', remaining: 50 });
  expect(await balance(store, user)).toEqual({ available: 0n, frozen: units(1000) });
  await tick(store, { price: 20, availability: 70, at: seconds(1) });
  expect(await readOrder(store, user, order.id)).toMatchObject({ status: 'filled', remaining: 0 });
  expect(await balance(store, user)).toEqual({ available: 0n, frozen: 0n });
  expect(await shares(store, user)).toEqual({ available: 100, frozen: 0, cost: units(2000) });
});

test('a buy that rests holds total × upper bound, and a book entry points at it', async () => {
  const ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 0 });
  const order = await buy(store, ann, { total: 30, upper: 10, lower: 2 });
  expect(order).toMatchObject({ status: 'new', remaining: 30, version: 1 });
  expect(await balance(store, ann)).toEqual({ available: units(700), frozen: units(300) });
  expect(await readOrder(store, ann, order.id)).toEqual(order);
  expect(await itemsOf(store, 'BOOK#')).toMatchObject([{ userId: ann, total: 30 }]);
});

test('a sell that rests holds its shares', async () => {
  const ann = await holder(10);
  await sell(store, ann, { total: 4, lower: 50 });
  expect(await shares(store, ann)).toMatchObject({ available: 6, frozen: 4 });
});

test('a buy filled at once below its bound pays the price, and never sees the rest of its money move', async () => {
  const ann = await aUser(store, { cash: 100 });
  await tick(store, { price: 7, availability: 10 });
  expect(await buy(store, ann, { total: 10, upper: 10 })).toMatchObject({
    status: 'filled',
    filledValue: units(70),
    initialHold: units(100),
  });
  expect(await balance(store, ann)).toEqual({ available: units(30), frozen: 0n });
  expect(await itemsOf(store, 'BOOK#')).toEqual([]);
});

test('a sell filled at once is credited with the price, whatever the availability', async () => {
  const ann = await holder(10);
  await tick(store, { price: 12, availability: 0, at: seconds(1) });
  expect(await sell(store, ann, { total: 10, lower: 11 })).toMatchObject({ status: 'filled' });
  expect(await balance(store, ann)).toEqual({ available: units(120), frozen: 0n });
});

test('what a placement takes of the quote is gone for those who come after it', async () => {
  const [ann, bob] = [await aUser(store, { cash: 1000 }), await aUser(store, { cash: 1000 })];
  await tick(store, { price: 10, availability: 15 });
  await buy(store, ann, { total: 10 });
  expect(await buy(store, bob, { total: 10 })).toMatchObject({ remaining: 5 });
  expect((await readStock(store, CIB))?.quote).toMatchObject({ left: 0, availability: 15 });
});

test('an order that waits at the price of the quote goes before one that is placed now', async () => {
  const [ann, bob] = [await aUser(store, { cash: 1000 }), await aUser(store, { cash: 1000 })];
  await tick(store, { price: 10, availability: 5 });
  const first = await buy(store, ann, { total: 10 });
  const second = await buy(store, bob, { total: 10 });
  await tick(store, { price: 10, availability: 8, at: seconds(1) });
  expect(await readOrder(store, ann, first.id)).toMatchObject({ status: 'filled' });
  expect(await readOrder(store, bob, second.id)).toMatchObject({ remaining: 7 });
});

test('a quote fills new orders for 60 seconds, and not at the sixtieth', async () => {
  const ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 10, availability: 100 });
  store.clock.advance({ seconds: 59 });
  expect(await buy(store, ann, { total: 1 })).toMatchObject({ status: 'filled' });
  store.clock.advance({ seconds: 1 });
  expect(await buy(store, ann, { total: 1 })).toMatchObject({ status: 'new' });
});

test('placed again under its key, an order is refused as repeated and changes nothing', async () => {
  const ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 0 });
  const options = { ...OPTIONS, remember: remembering<Order>(ann, 'k') };
  expect(await placeOrder(store, aRequest('buy', { userId: ann, upper: 1 }), options)).toMatchObject({
    status: 'new',
  });
  const again = () => placeOrder(store, aRequest('buy', { userId: ann, upper: 1 }), options);
  expect(await changingNothing(store, again)).toEqual({ rejected: 'repeated' });
});

test('an id that is taken is a fault of ours, not of the user', async () => {
  const ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 0 });
  const { id } = await buy(store, ann, { total: 1 });
  await expect(changingNothing(store, () => buy(store, ann, { total: 1, id }))).rejects.toThrow('is taken');
});

describe.each<[string, string | undefined]>([
  ['without a key', undefined],
  ['with a key', 'k'],
])('%s', (_, key) => {
  const nobody = 'nobody' as UserId;
  const unknown = '00000000-0000-4000-8000-000000000000' as StockId;

  test.each<[string, 'buy' | 'sell', OrderParts, Rejection['rejected']]>([
    ['an unknown stock', 'buy', { stockId: unknown, upper: 1 }, 'stock_not_found'],
    ['nobody who buys', 'buy', { userId: nobody, upper: 1 }, 'user_not_found'],
    ['nobody who sells', 'sell', { userId: nobody, lower: 50 }, 'insufficient_shares'],
    ['bounds the wrong way round', 'buy', { upper: 1, lower: 2 }, 'invalid_bounds'],
    ['a value beyond all amounts', 'buy', { total: 100_000_000_000, upper: 1.0001 }, 'order_too_large'],
    ['a sell beyond all amounts', 'sell', { total: 100_000_000_000, lower: 1.0001 }, 'order_too_large'],
    [
      'an expiry that is now',
      'buy',
      { upper: 1, timeInForce: 'gtd', expiresAt: seconds(0) },
      'expiry_in_the_past',
    ],
    ['more than there is money for, resting', 'buy', { total: 12, upper: 9 }, 'insufficient_funds'],
    [
      'more than there is money for at its bound, though the price asks less',
      'buy',
      { total: 5, upper: 21 },
      'insufficient_funds',
    ],
    ['more shares than there are, resting', 'sell', { total: 11, lower: 50 }, 'insufficient_shares'],
    ['more shares than there are, at the price', 'sell', { total: 11, lower: 1 }, 'insufficient_shares'],
    ['shares that another sell holds', 'sell', { total: 8, lower: 50 }, 'insufficient_shares'],
  ])('%s is refused and changes nothing', async (_, side, parts, rejected) => {
    const ann = await aUser(store, { cash: 200 });
    await tick(store, { price: 10, availability: 10 });
    await buy(store, ann, { total: 10, upper: 10 });
    await sell(store, ann, { total: 3, lower: 100 });
    await tick(store, { price: 10, availability: 10, at: seconds(1) });
    const options = { ...OPTIONS, remember: remembering<Order>(ann, key) };
    const request = aRequest(side, { userId: ann, total: 1, ...parts });
    expect(await changingNothing(store, () => placeOrder(store, request, options))).toEqual({ rejected });
  });
});

test('orders at once take no more than there is money for', async () => {
  const ann = await aUser(store, { cash: 50 });
  await tick(store, { price: 20, availability: 0 });
  const outcomes = await allAtOnce(8, () => aRequest('buy', { userId: ann, total: 1, upper: 10 }));
  expect(outcomes.filter((outcome) => 'rejected' in outcome)).toHaveLength(3);
  expect(await balance(store, ann)).toEqual({ available: 0n, frozen: units(50) });
});

test('sells at once take no more than there are shares', async () => {
  const ann = await holder(5);
  const outcomes = await allAtOnce(8, () => aRequest('sell', { userId: ann, total: 1, lower: 50 }));
  expect(outcomes.filter((outcome) => 'rejected' in outcome)).toHaveLength(3);
  expect(await shares(store, ann)).toMatchObject({ available: 0, frozen: 5 });
});

test('a band opened by many orders at once is opened once, and every order is found in it', async () => {
  const users = await Promise.all(Array.from({ length: 8 }, () => aUser(store, { cash: 10 })));
  await tick(store, { price: 20, availability: 0 });
  await Promise.all(users.map((user) => buy(store, user, { total: 1, upper: 10, lower: 9 })));
  expect((await readStock(store, CIB))?.bands.buy).toHaveLength(1);
  await tick(store, { price: 9.5, availability: 8, at: seconds(1) });
  expect(await Promise.all(users.map((user) => shares(store, user)))).toMatchObject(
    users.map(() => ({ available: 1 })),
  );
});

describe('an order with two bounds', () => {
  const bounded = { total: 1, upper: 10, lower: 9 };
  let ann: UserId;
  beforeEach(async () => {
    ann = await aUser(store, { cash: 100 });
    await tick(store, { price: 20, availability: 5 });
  });

  const theStock = async () => await readStock(store, CIB);

  test('enters a band in use without touching the stock', async () => {
    await buy(store, ann, bounded);
    const before = await theStock();
    await buy(store, ann, bounded);
    expect(await theStock()).toEqual(before);
  });

  test('tells the stock when it enters a band that was found empty', async () => {
    const { id: orderId } = await buy(store, ann, bounded);
    await cancelOrder(store, { userId: ann, orderId, status: 'canceled', reason: 'test' });
    await tick(store, { price: 20, availability: 5, at: seconds(1) });
    expect((await theStock())?.emptySince.buy.size).toBe(1);
    await buy(store, ann, bounded);
    expect(await theStock()).toMatchObject({ emptySince: { buy: new Map() } });
    store.clock.advance({ seconds: EMPTY_BANDS_STAY_SECONDS });
    await tick(store, { price: 9, availability: 5, at: seconds(2) });
    expect(await shares(store, ann)).toMatchObject({ available: 1 });
  });

  test('is found even if its machine slept while the band was given up', async () => {
    const { id: orderId } = await buy(store, ann, bounded);
    interfere(store, {
      on: 'TransactWriteItems',
      before: async () => {
        const others = undisturbed(store);
        await cancelOrder(others, { userId: ann, orderId, status: 'canceled', reason: 'test' });
        await tick(others, { price: 20, availability: 5, at: seconds(1) });
        store.clock.advance({ seconds: EMPTY_BANDS_STAY_SECONDS });
        await tick(others, { price: 20, availability: 5, at: seconds(2) });
        expect((await theStock())?.bands.buy).toEqual([]);
      },
    });
    await buy(store, ann, bounded);
    await tick(store, { price: 9, availability: 5, at: seconds(3) });
    expect(await shares(store, ann)).toMatchObject({ available: 1 });
  });
});

test('orders at once share what the quote has left', async () => {
  const users = await Promise.all(Array.from({ length: 8 }, () => aUser(store, { cash: 100 })));
  await tick(store, { price: 10, availability: 30 });
  await Promise.all(users.map((user) => buy(store, user, { total: 10, upper: 10 })));
  const held = await Promise.all(users.map((user) => shares(store, user)));
  expect(held.reduce((sum, { available }) => sum + available, 0)).toBe(30);
});

async function holder(count: number): Promise<UserId> {
  const user = await aUser(store, { cash: 10 * count });
  await tick(store, { price: 10, availability: count, at: seconds(0) });
  await buy(store, user, { total: count, upper: 10 });
  return user;
}

async function allAtOnce(count: number, request: () => OrderRequest): Promise<(Order | Rejection)[]> {
  const ids = Array.from({ length: count }, (): OrderId => anOrderId());
  return await Promise.all(ids.map((id) => placeOrder(store, { ...request(), id }, OPTIONS)));
}
