import { quantity } from '../../../functions/domain/money';
import type { Side } from '../../../functions/domain/side';
import { type Ann, type Market, openMarket } from '../../../testing/ann';
import { accepted, type OrderParts, units } from '../../../testing/builders';
import type { TestStore } from '../../../testing/test-store';
import { changingNothing } from '../../../testing/whole-table';

let market: Market;
let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  market = await openMarket({ cash: 1_000 });
  ({ store, ann } = market);
});

const outcomeOf = (side: Side, parts: OrderParts = {}, options = {}) =>
  ann.tryToPlace(side, { type: 'market', total: 10, ...parts }, options);
const place = async (...asked: Parameters<typeof outcomeOf>) => accepted(await outcomeOf(...asked));

test('a buy pays the price, and holds the collar no longer than it must', async () => {
  await market.at(20, 4);
  expect(await place('buy')).toMatchObject({
    upperBound: units(21),
    initialHold: units(210),
    filledValue: units(80),
    remaining: 6,
  });
  expect(await ann.balance()).toEqual({ available: units(1_000 - 80 - 126), frozen: units(126) });
});

test('what the quote does not fill rests at the head of its side, within its collar', async () => {
  await market.at(20);
  const generous = await ann.buy({ total: 1, upper: 21.5 });
  const early = await ann.buy({ total: 1, upper: 20.9999 });
  const order = await place('buy', { total: 3 });
  await market.at(20.5, 3);
  expect(await ann.order(generous)).toMatchObject({ status: 'filled' });
  expect(await ann.order(order)).toMatchObject({ remaining: 1 });
  expect(await ann.order(early)).toMatchObject({ status: 'new' });
  await market.at(21.0001, 100);
  expect(await ann.order(order)).toMatchObject({ remaining: 1 });
});

test('a sell has no bound, and is sold whole at what the price is', async () => {
  await market.at(20, 10);
  await ann.buy({ total: 10, upper: 20 });
  await market.at(0.0001);
  const order = await place('sell');
  expect(order).toMatchObject({ status: 'filled', filledValue: 10n });
  expect(order.lowerBound).toBeUndefined();
});

test('a sell waits for the next tick when the price is old, and takes what it brings', async () => {
  await market.at(20, 10);
  await ann.buy({ total: 10, upper: 20 });
  store.clock.advance({ seconds: 60 });
  const order = await place('sell');
  expect(order).toMatchObject({ status: 'new' });
  await market.at(3);
  expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(30) });
});

test('what is not filled at once is given up when it is immediate or canceled', async () => {
  await market.at(20, 4);
  expect(await place('buy', { timeInForce: 'ioc' })).toMatchObject({ status: 'expired', remaining: 6 });
  expect(await place('buy', { timeInForce: 'fok' })).toMatchObject({ status: 'rejected', remaining: 10 });
  expect(await ann.balance()).toEqual({ available: units(920), frozen: 0n });
});

test.each([
  [0, 20, 20],
  [5, 20.3333, 21.3499],
  [2.5, 10, 10.25],
  [0.01, 0.0001, 0.0001],
  [100, 3, 6],
])('a collar of %p %% around %p ends at %p', async (marketCollarPercent, price, bound) => {
  await market.at(price);
  expect(await place('buy', {}, { marketCollarPercent })).toMatchObject({ upperBound: units(bound) });
});

test.each<Side>(['buy', 'sell'])('without any price there is nothing to go by to %s', async (side) => {
  await market.at(0, 10);
  expect(await changingNothing(store, () => outcomeOf(side))).toEqual({ rejected: 'no_quote' });
});

test('the money must be there for the collar, too', async () => {
  await market.at(100, 10);
  expect(await changingNothing(store, () => outcomeOf('buy'))).toEqual({ rejected: 'insufficient_funds' });
  expect(await place('buy', { total: 9 })).toMatchObject({ status: 'filled', filledValue: units(900) });
});

test('a value beyond all amounts is refused', async () => {
  await market.at(1, 10);
  expect(await outcomeOf('buy', { total: 99_000_000_000 })).toEqual({ rejected: 'order_too_large' });
});

test('its total can be replaced, its bound can not', async () => {
  await market.at(20);
  const order = await place('buy');
  expect(await ann.replace(order, { upperBound: units(30) })).toMatchObject({ rejected: 'invalid_request' });
  await market.at(30);
  expect(await ann.replace(order, { total: quantity(20) })).toMatchObject({
    upperBound: units(21),
    remaining: 20,
  });
  expect(await ann.balance()).toEqual({ available: units(580), frozen: units(420) });
  expect(await ann.shares()).toMatchObject({ available: 0 });
});
