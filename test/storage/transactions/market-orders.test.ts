import type { UserId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import type { Side } from '../../../functions/domain/side';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import {
  accepted,
  aRequest,
  aUser,
  balance,
  buy,
  OPTIONS,
  type OrderParts,
  seconds,
  shares,
  tick,
  units,
} from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing } from '../../../testing/whole-table';

let store: TestStore;
let ann: UserId;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 1_000 });
});

const outcomeOf = async (side: Side, parts: OrderParts = {}, options = {}) =>
  await placeOrder(store, aRequest(side, { type: 'market', total: 10, ...parts, userId: ann }), {
    ...OPTIONS,
    ...options,
  });
const place = async (...asked: Parameters<typeof outcomeOf>) => accepted(await outcomeOf(...asked));

test('a buy pays the price, and holds the collar no longer than it must', async () => {
  await tick(store, { price: 20, availability: 4 });
  expect(await place('buy')).toMatchObject({
    upperBound: units(21),
    initialHold: units(210),
    filledValue: units(80),
    remaining: 6,
  });
  expect(await balance(store, ann)).toEqual({ available: units(1_000 - 80 - 126), frozen: units(126) });
});

test('what the quote does not fill rests at the head of its side, within its collar', async () => {
  await tick(store, { price: 20, availability: 0 });
  const generous = await buy(store, ann, { total: 1, upper: 21.5 });
  const early = await buy(store, ann, { total: 1, upper: 20.9999 });
  const order = await place('buy', { total: 3 });
  await tick(store, { price: 20.5, availability: 3, at: seconds(1) });
  expect(await readOrder(store, ann, generous.id)).toMatchObject({ status: 'filled' });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ remaining: 1 });
  expect(await readOrder(store, ann, early.id)).toMatchObject({ status: 'new' });
  await tick(store, { price: 21.0001, availability: 100, at: seconds(2) });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ remaining: 1 });
});

test('a sell has no bound, and is sold whole at what the price is', async () => {
  await tick(store, { price: 20, availability: 10 });
  await buy(store, ann, { total: 10, upper: 20 });
  await tick(store, { price: 0.0001, availability: 0, at: seconds(1) });
  const order = await place('sell');
  expect(order).toMatchObject({ status: 'filled', filledValue: 10n });
  expect(order.lowerBound).toBeUndefined();
});

test('a sell waits for the next tick when the price is old, and takes what it brings', async () => {
  await tick(store, { price: 20, availability: 10 });
  await buy(store, ann, { total: 10, upper: 20 });
  store.clock.advance({ seconds: 60 });
  const order = await place('sell');
  expect(order).toMatchObject({ status: 'new' });
  await tick(store, { price: 3, availability: 0, at: seconds(1) });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ status: 'filled', filledValue: units(30) });
});

test('what is not filled at once is given up when it is immediate or canceled', async () => {
  await tick(store, { price: 20, availability: 4 });
  expect(await place('buy', { timeInForce: 'ioc' })).toMatchObject({ status: 'expired', remaining: 6 });
  expect(await place('buy', { timeInForce: 'fok' })).toMatchObject({ status: 'rejected', remaining: 10 });
  expect(await balance(store, ann)).toEqual({ available: units(920), frozen: 0n });
});

test.each([
  [0, 20, 20],
  [5, 20.3333, 21.3499],
  [2.5, 10, 10.25],
  [0.01, 0.0001, 0.0001],
  [100, 3, 6],
])('a collar of %p %% around %p ends at %p', async (marketCollarPercent, price, bound) => {
  await tick(store, { price, availability: 0 });
  expect(await place('buy', {}, { marketCollarPercent })).toMatchObject({ upperBound: units(bound) });
});

test.each<Side>(['buy', 'sell'])('without any price there is nothing to go by to %s', async (side) => {
  await tick(store, { price: 0, availability: 10 });
  expect(await changingNothing(store, () => outcomeOf(side))).toEqual({ rejected: 'no_quote' });
});

test('the money must be there for the collar, too', async () => {
  await tick(store, { price: 100, availability: 10 });
  expect(await changingNothing(store, () => outcomeOf('buy'))).toEqual({ rejected: 'insufficient_funds' });
  expect(await place('buy', { total: 9 })).toMatchObject({ status: 'filled', filledValue: units(900) });
});

test('a value beyond all amounts is refused', async () => {
  await tick(store, { price: 1, availability: 10 });
  expect(await outcomeOf('buy', { total: 99_000_000_000 })).toEqual({ rejected: 'order_too_large' });
});

test('its total can be replaced, its bound can not', async () => {
  await tick(store, { price: 20, availability: 0 });
  const { id } = await place('buy');
  const replace = (change: Parameters<typeof replaceOrder>[1]['change']) =>
    replaceOrder(store, { userId: ann, orderId: id, change }, OPTIONS);
  expect(await replace({ upperBound: units(30) })).toMatchObject({ rejected: 'invalid_request' });
  await tick(store, { price: 30, availability: 0, at: seconds(1) });
  expect(await replace({ total: quantity(20) })).toMatchObject({ upperBound: units(21), remaining: 20 });
  expect(await balance(store, ann)).toEqual({ available: units(580), frozen: units(420) });
  expect(await shares(store, ann)).toMatchObject({ available: 0 });
});
