import type { OrderId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import type { Order } from '../../../functions/domain/order';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { type Ann, type Market, openMarket } from '../../../testing/ann';
import {
  aRequest,
  aTick,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  shares,
  units,
} from '../../../testing/builders';
import { Crash, crash, interfere, undisturbed } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { remembering } from '../../../testing/remembering';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, copyInto, itemsOf, wholeTable } from '../../../testing/whole-table';

/** Ann buys 10 at 20, to sell at 25 or more, or once the price is down to 15. */
let market: Market;
let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  market = await openMarket({ cash: 1_000, price: 21 });
  ({ store, ann } = market);
});

const TERMS = { total: 10, upper: 20, takeProfit: 25, stopLoss: 15 };
const bracket = (parts: OrderParts = {}) => ann.place('buy', { ...TERMS, ...parts });

async function exitOf(id: OrderId): Promise<Order> {
  const { exitOrderId } = await ann.order({ id });
  if (exitOrderId === undefined) throw new Error('it has placed no exit');
  return await ann.order({ id: exitOrderId });
}

async function openSells(): Promise<unknown> {
  return (await itemsOf(store, 'USER#', 'HOLDING#'))[0]?.openSells;
}

test('a buy that a tick fills places its exit for what it bought', async () => {
  const { id } = await bracket();
  await market.at(19, 100);
  const exit = await exitOf(id);
  expect(exit).toMatchObject({ type: 'exit', total: 10, status: 'new', parentOrderId: id, initialHold: 10n });
  expect(exit.exit).toEqual({ takeProfit: units(25), stopLoss: units(15) });
  expect(await ann.shares()).toEqual({ available: 0, frozen: 10, cost: units(190) });
  expect(await openSells()).toBe(1);
  expect(await market.bands()).toEqual(['127', '128']);
  await market.at(26);
  expect(await ann.order(exit)).toMatchObject({ status: 'filled', filledValue: units(260) });
  expect(await ann.balance()).toEqual({ available: units(1_000 - 190 + 260), frozen: 0n });
  expect(await openSells()).toBe(0);
});

test('a buy that the quote fills at once places its exit in the same transaction', async () => {
  await market.at(20, 100);
  const { id, status, exitOrderId } = await bracket();
  expect([status, typeof exitOrderId]).toEqual(['filled', 'string']);
  expect(await exitOf(id)).toMatchObject({ total: 10, status: 'new' });
  expect(await ann.shares()).toEqual({ available: 0, frozen: 10, cost: units(200) });
  await market.at(14);
  expect(await exitOf(id)).toMatchObject({ status: 'filled', filledValue: units(140) });
});

test('what is bought in parts is frozen from the first, and sold only by the exit', async () => {
  const { id } = await bracket();
  await market.at(20, 4);
  expect(await ann.shares()).toMatchObject({ available: 0, frozen: 4 });
  expect(await openSells()).toBe(0);
  const selling = ann.tryToPlace('sell', { total: 1, lower: 1 });
  expect(await selling).toEqual({ rejected: 'insufficient_shares' });
  await market.at(14);
  expect(await ann.order({ id })).toMatchObject({ status: 'partially_filled', remaining: 6 });
  expect(await ann.shares()).toMatchObject({ available: 0, frozen: 4 });
});

test('canceled after a part, it places its exit for that part', async () => {
  const { id } = await bracket();
  await market.at(20, 4);
  expect(await ann.cancel({ id })).toMatchObject({ status: 'canceled', remaining: 6 });
  expect(await exitOf(id)).toMatchObject({ total: 4, status: 'new' });
  expect(await ann.balance()).toEqual({ available: units(920), frozen: 0n });
  expect(await ann.shares()).toMatchObject({ available: 0, frozen: 4 });
  expect(await openSells()).toBe(1);
  await market.at(15);
  expect(await exitOf(id)).toMatchObject({ status: 'filled', filledValue: units(60) });
});

test('canceled before any fill, it leaves nothing', async () => {
  const { id } = await bracket();
  expect(await ann.cancel({ id })).toMatchObject({ status: 'canceled' });
  expect((await ann.order({ id })).exitOrderId).toBeUndefined();
  expect(await ann.balance()).toEqual({ available: units(1_000), frozen: 0n });
  expect(await market.bands()).toEqual([]);
});

test('expired after a part, it places its exit for that part', async () => {
  const { id } = await bracket({ timeInForce: 'gtd', expiresAt: seconds(60) });
  await market.at(20, 4);
  store.clock.advance({ seconds: 61 });
  expect(await ann.cancel({ id }, { status: 'expired' })).toMatchObject({ status: 'expired' });
  expect(await exitOf(id)).toMatchObject({ total: 4, status: 'new', timeInForce: 'gtc' });
});

test.each([
  ['ioc', 'expired', 4],
  ['fok', 'rejected', undefined],
] as const)('%s of which 4 are there is %s', async (timeInForce, status, bought) => {
  await market.at(20, 4);
  const order = await bracket({ timeInForce });
  expect(order).toMatchObject({ status });
  if (bought === undefined) expect(order.exitOrderId).toBeUndefined();
  else expect(await exitOf(order.id)).toMatchObject({ total: bought });
  expect(await ann.shares()).toMatchObject({ available: 0, frozen: bought ?? 0 });
});

test.each([
  ['an exit with a profit alone', { stopLoss: undefined }, ['127']],
  ['an exit with a stop alone', { takeProfit: undefined }, ['128']],
])('%s lies where it belongs', async (_, parts, expected) => {
  const { id } = await bracket(parts);
  await market.at(20, 10);
  expect((await exitOf(id)).total).toBe(10);
  expect(await market.bands()).toEqual(expected);
});

describe('an exit whose price is there when the buy closes', () => {
  test('sells by the very tick that has closed it', async () => {
    const { id } = await bracket();
    await market.at(15, 10);
    expect(await exitOf(id)).toMatchObject({ status: 'filled', filledValue: units(150) });
    expect((await exitOf(id)).triggeredAt).toBeDefined();
    expect(await ann.shares()).toMatchObject({ available: 0, frozen: 0 });
    expect(await market.bands()).toEqual([]);
    expect(await openSells()).toBe(0);
  });

  test('sells by the quote that has closed it', async () => {
    await market.at(14, 10);
    const { id } = await bracket();
    expect(await exitOf(id)).toMatchObject({ status: 'filled', filledValue: units(140) });
    expect(await market.stock()).toMatchObject({ unsettled: false });
  });

  test('sells by whoever comes next when this process dies', async () => {
    await market.at(14, 10);
    const dying = undisturbed(store);
    interfere(dying, { on: 'TransactWriteItems', after: crash });
    const request = aRequest('buy', { ...TERMS, userId: ann.id });
    await expect(placeOrder(dying, request, OPTIONS)).rejects.toThrow(Crash);
    expect(await market.stock()).toMatchObject({ unsettled: true });
    await market.at(21);
    expect(await exitOf(request.id)).toMatchObject({ status: 'filled', filledValue: units(140) });
  });
});

test('ticks of one message close the buy and sell what it bought', async () => {
  const { id } = await bracket();
  const ticks = [
    aTick({ price: 20, availability: 4, at: seconds(1) }),
    aTick({ price: 19, availability: 100, at: seconds(2) }),
    aTick({ price: 21, availability: 100, at: seconds(3) }),
    aTick({ price: 13, availability: 0, at: seconds(4) }),
    aTick({ price: 30, availability: 0, at: seconds(5) }),
  ];
  await matchTicks(store, CIB, ticks);
  expect(await exitOf(id)).toMatchObject({ status: 'filled', filledValue: units(130) });
  expect(await ann.balance()).toEqual({ available: units(1_000 - 80 - 114 + 130), frozen: 0n });
  expect(await ann.shares()).toEqual({ available: 0, frozen: 0, cost: 0n });
  expect(await market.bands()).toEqual([]);
  expect((await market.stock()).nearest.sell).toBeUndefined();
});

test('a late tick that closes the buy leaves an exit that meets the quote', async () => {
  const { id } = await bracket();
  store.clock.advance({ seconds: 1 });
  await market.at(26);
  const late = aTick({ price: 20, availability: 10, at: seconds(0.5), receivedAt: store.now() });
  await matchTicks(store, CIB, [late]);
  expect(await exitOf(id)).toMatchObject({ status: 'filled', filledValue: units(260) });
  expect(await market.stock()).toMatchObject({ unsettled: false });
});

test('twenty of them that one tick closes have twenty exits, whatever call the process dies at', async () => {
  for (let count = 0; count < 20; count++) await bracket({ total: 1 });
  const scene = await wholeTable(store);
  const closing = aTick({ price: 19, availability: 100, at: seconds(100) });
  for (let skip = 0; skip < 8; skip++) {
    const copy = await openTestStore({ retry: UNTIRING });
    await copyInto(copy, scene);
    const dying = undisturbed(copy);
    const met = interfere(dying, { skip, after: crash });
    const outcome = await matchTicks(dying, CIB, [closing]).catch((error: unknown) => error);
    if (!(outcome instanceof Crash)) expect(met()).toBeLessThanOrEqual(skip);
    await matchTicks(copy, CIB, [closing]);
    const orders = await itemsOf(copy, 'USER#', 'ORDER#');
    const exits = orders.filter(({ type }) => type === 'exit');
    expect(exits.map(({ total, status }) => [total, status])).toEqual(exits.map(() => [1, 'new']));
    expect(new Set(exits.map(({ parentOrderId }) => parentOrderId)).size).toBe(20);
    expect(await shares(copy, ann.id)).toEqual({ available: 0, frozen: 20, cost: units(380) });
    expect((await itemsOf(copy, 'BOOK#')).length).toBe(40);
  }
});

test('canceled while a tick closes it, it places one exit for all that it bought', async () => {
  const { id } = await bracket();
  await market.at(20, 4);
  interfere(store, { on: 'TransactWriteItems', before: () => market.at(20, 100) });
  expect(await ann.cancel({ id })).toEqual({ rejected: 'order_closed' });
  expect(await exitOf(id)).toMatchObject({ total: 10 });
  const exits = (await itemsOf(store, 'USER#', 'ORDER#')).filter(({ type }) => type === 'exit');
  expect(exits).toHaveLength(1);
  expect(await ann.shares()).toMatchObject({ available: 0, frozen: 10 });
});

test('filled while it is canceled, it places one exit for what it had bought', async () => {
  const { id } = await bracket();
  await market.at(20, 4);
  interfere(store, { on: 'TransactWriteItems', before: () => ann.cancel({ id }) });
  await market.at(20, 100);
  expect(await ann.order({ id })).toMatchObject({ status: 'canceled', remaining: 6 });
  expect(await exitOf(id)).toMatchObject({ total: 4 });
  expect(await ann.shares()).toMatchObject({ available: 0, frozen: 4 });
});

test('canceled twice under one key, it places one exit', async () => {
  const { id } = await bracket();
  await market.at(20, 4);
  const request = { userId: ann.id, orderId: id, status: 'canceled', reason: 'test' } as const;
  const remember = remembering<Order>(ann.id, 'k');
  expect(await cancelOrder(store, request, remember)).toMatchObject({ status: 'canceled' });
  const again = () => cancelOrder(store, request, remember);
  expect(await changingNothing(store, again)).toEqual({ rejected: 'order_closed' });
});

test('placed again under its key, it is refused as repeated and changes nothing', async () => {
  await market.at(20, 100);
  const options = { ...OPTIONS, remember: remembering<Order>(ann.id, 'k') };
  const request = () => aRequest('buy', { ...TERMS, userId: ann.id });
  expect(await placeOrder(store, request(), options)).toMatchObject({ status: 'filled' });
  const again = () => placeOrder(store, request(), options);
  expect(await changingNothing(store, again)).toEqual({ rejected: 'repeated' });
});

test.each([
  ['a profit at the stop', { takeProfit: 15 }, 'invalid_bounds'],
  ['a profit that is worth more than an amount may be', { takeProfit: 10_000_000_001 }, 'order_too_large'],
  ['more than there is money for', { total: 51 }, 'insufficient_funds'],
])('%s is refused and changes nothing', async (_, parts, rejected) => {
  const outcome = () => ann.tryToPlace('buy', { ...TERMS, ...parts });
  expect(await changingNothing(store, outcome)).toEqual({ rejected });
});

describe('replacing', () => {
  test('changes what its exit will have', async () => {
    const { id } = await bracket();
    await ann.replace({ id }, { takeProfit: units(30), stopLoss: null, total: quantity(5) });
    await market.at(20, 100);
    expect((await exitOf(id)).exit).toEqual({ takeProfit: units(30) });
    expect(await exitOf(id)).toMatchObject({ total: 5 });
  });

  test('takes the exit away, and what was bought for it is free', async () => {
    const { id } = await bracket();
    await market.at(20, 4);
    await ann.replace({ id }, { takeProfit: null, stopLoss: null });
    expect(await ann.shares()).toMatchObject({ available: 4, frozen: 0 });
    await market.at(20, 100);
    expect((await ann.order({ id })).exitOrderId).toBeUndefined();
    expect(await ann.shares()).toMatchObject({ available: 10, frozen: 0 });
  });

  test('gives it an exit, if what it has bought is still there', async () => {
    const { id } = await bracket({ takeProfit: undefined, stopLoss: undefined });
    await market.at(20, 4);
    expect(await ann.replace({ id }, { stopLoss: units(15) })).toMatchObject({
      exit: { stopLoss: units(15) },
    });
    expect(await ann.shares()).toMatchObject({ available: 0, frozen: 4 });
    await ann.replace({ id }, { stopLoss: null });
    await ann.place('sell', { total: 1, lower: 50 });
    const again = () => ann.replace({ id }, { stopLoss: units(15) });
    expect(await changingNothing(store, again)).toEqual({ rejected: 'insufficient_shares' });
  });
});
