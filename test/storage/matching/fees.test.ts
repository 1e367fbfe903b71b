import type { FeeSchedule } from '../../../functions/domain/fees';
import type { OrderId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import { holdOf } from '../../../functions/domain/order';
import { accountKey } from '../../../functions/storage/items/account';
import { holdingKey } from '../../../functions/storage/items/holding';
import { orderKey } from '../../../functions/storage/items/order';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { listLedger } from '../../../functions/storage/queries/list-ledger';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import { type Ann, type Market, openMarket } from '../../../testing/ann';
import {
  accepted,
  aRequest,
  aTick,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  units,
} from '../../../testing/builders';
import { Crash, crash, interfere } from '../../../testing/interference';
import type { TestStore } from '../../../testing/test-store';
import { audited, plant } from '../../audit/audited';

/** Ten basis points, half a cent a share, at least 1. */
const FEES: FeeSchedule = { perMillion: 1_000, perShare: units('0.005'), minimum: units(1), sides: 'both' };

let market: Market;
let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  market = await openMarket({ cash: 10_000, price: 20 });
  ({ store, ann } = market);
});

function asked(side: 'buy' | 'sell', parts: OrderParts, feeSchedule = FEES) {
  return placeOrder(store, { ...aRequest(side, { ...parts, userId: ann.id }), feeSchedule }, OPTIONS);
}

const trade = async (side: 'buy' | 'sell', parts: OrderParts) => accepted(await asked(side, parts));

async function feesOfLedger(): Promise<(bigint | undefined)[]> {
  const { results } = accepted(await listLedger(store, ann.id, {}, { limit: 20 }));
  return results.filter(({ trade }) => trade).map(({ trade }) => trade?.fee);
}

const isSound = async () =>
  expect(await audited(store)).toMatchObject({ violations: [], violationCount: 0, undecidedCount: 0 });

test('a buy holds its fees, pays them as it is filled, and gets back what it did not need', async () => {
  const order = await trade('buy', { total: 400, upper: 10 });
  // 4,000, and ten basis points of it with two for the shares.
  expect(await ann.balance()).toEqual({ available: units(5_994), frozen: units(4_006) });
  await market.at(9, 100);
  // 900 and 0.9 + 0.5.
  expect(await feesOfLedger()).toEqual([units('1.4')]);
  expect(holdOf(await ann.order(order))).toMatchObject({
    captured: units('901.4'),
    remaining: units('3004.5'),
  });
  await isSound();
  await market.at(8, 300);
  expect(await ann.order(order)).toMatchObject({ status: 'filled', fees: units('5.3') });
  expect(await ann.balance()).toEqual({ available: units(10_000 - 3_300 - 5.3), frozen: 0n });
  expect(await ann.shares()).toMatchObject({ cost: units('3305.3') });
  await isSound();
});

test('in how many parts an order is filled makes no difference', async () => {
  const whole = await trade('buy', { total: 300, upper: 10 });
  await market.at(10, 300);
  const [before] = [await ann.balance()];
  const parts = await trade('buy', { total: 300, upper: 10 });
  for (const availability of [1, 2, 47, 100, 150]) await market.at(10, availability);
  expect((await ann.order(parts)).fees).toBe((await ann.order(whole)).fees);
  const after = await ann.balance();
  expect(before.available - after.available).toBe(units(10_000) - before.available);
  // The minimum with the first, and nothing until it is used up.
  expect((await feesOfLedger()).slice(0, 5).reverse()).toEqual([
    units(1),
    undefined,
    undefined,
    units('1.25'),
    units('2.25'),
  ]);
  await isSound();
});

test('a sell brings its value less the fee, which its profit knows', async () => {
  await trade('buy', { total: 100, upper: 10 });
  await market.at(10, 100);
  await trade('sell', { total: 100, lower: 12 });
  await market.at(12, 0);
  const paid = units('1001.5');
  const brought = units(1_200) - units('1.7');
  expect(await ann.balance()).toEqual({ available: units(10_000) - paid + brought, frozen: 0n });
  const { results } = accepted(await listLedger(store, ann.id, { type: 'sell' }, { limit: 1 }));
  expect(results).toMatchObject([{ money: brought, trade: { fee: units('1.7'), cost: paid } }]);
  await isSound();
});

test('the exit of a buy is charged by what the buy was placed with', async () => {
  const request = { ...aRequest('buy', { userId: ann.id, total: 100, upper: 10 }), feeSchedule: FEES };
  accepted(await placeOrder(store, { ...request, exit: { takeProfit: units(12) } }, OPTIONS));
  await market.at(10, 100);
  await market.at(12, 0);
  expect(await feesOfLedger()).toEqual([units('1.7'), units('1.5')]);
  expect(await ann.balance()).toEqual({ available: units(10_200 - 1.7 - 1.5), frozen: 0n });
  await isSound();
});

test('a sell that brings less than its fee brings nothing', async () => {
  await trade('buy', { total: 10, upper: 10 });
  await market.at(0.05, 10);
  await trade('sell', { total: 10, lower: 0 });
  expect(await feesOfLedger()).toEqual([units('0.5'), units(1)]);
  expect(await ann.balance()).toEqual({ available: units(10_000 - 0.5 - 1), frozen: 0n });
  await isSound();
});

test('a buy that the money covers, but not with its fees, is refused', async () => {
  expect(await asked('buy', { total: 1_000, upper: 10 })).toEqual({ rejected: 'insufficient_funds' });
  expect(await asked('buy', { total: 998, upper: 10 })).toMatchObject({ status: 'new' });
});

test('what an order was placed with stays, and another one is charged what is set then', async () => {
  const free = await ann.place('buy', { total: 10, upper: 10 });
  const charged = await trade('buy', { total: 10, upper: 10 });
  await market.at(10, 20);
  expect([(await ann.order(free)).fees, (await ann.order(charged)).fees]).toEqual([undefined, units(1)]);
  await isSound();
});

test('canceling gives back the fees that were held as well', async () => {
  const order = await trade('buy', { total: 100, upper: 10 });
  await market.at(10, 30);
  accepted(await ann.cancel(order));
  expect(await ann.balance()).toEqual({ available: units(10_000 - 300 - 1), frozen: 0n });
  await isSound();
});

test('a replacement holds what its new terms come to', async () => {
  const order = await trade('buy', { total: 100, upper: 10 });
  await market.at(10, 30);
  const change = { total: quantity(200), upperBound: units(11) };
  accepted(await replaceOrder(store, { userId: ann.id, orderId: order.id, change }, OPTIONS));
  // 170 at 11, and what 300 + 1,870 come to, less the 1 that was paid.
  expect((await ann.balance()).frozen).toBe(units(1_870) + units('2.17') + units(1) - units(1));
  await isSound();
});

test('a fee is taken once, wherever the process dies and however often the tick comes', async () => {
  const delivery = aTick({ price: 10, availability: 25, at: seconds(100) });
  const scene = async () => {
    ({ store, ann } = await openMarket({ cash: 1_000, price: 20 }));
    return await trade('buy', { total: 40, upper: 10 });
  };
  await scene();
  const met = interfere(store, { times: 0 });
  await matchTicks(store, CIB, [delivery]);
  const calls = met();
  for (const moment of ['before', 'after'] as const)
    for (let skip = 0; skip < calls; skip++) {
      const order = await scene();
      interfere(store, { skip, [moment]: crash });
      await expect(matchTicks(store, CIB, [delivery])).rejects.toThrow(Crash);
      await Promise.all([1, 2, 3].map(() => matchTicks(store, CIB, [delivery])));
      expect(await ann.order(order)).toMatchObject({ remaining: 15, fees: units(1) });
      expect(await ann.balance()).toEqual({ available: units(1_000 - 401), frozen: units(150) });
      await isSound();
    }
});

describe('the audit finds', () => {
  beforeEach(async () => {
    await trade('buy', { total: 100, upper: 10 });
    await market.at(10, 30);
  });

  const found = async () => (await audited(store)).violations.map(({ promise, what }) => [promise, what]);

  test('an order that claims another fee', async () => {
    const { results } = accepted(await listLedger(store, ann.id, { type: 'buy' }, { limit: 1 }));
    const orderId = results[0]?.trade?.orderId as OrderId;
    await plant(store, orderKey(ann.id, orderId), { fees: units(2) });
    expect(await found()).toEqual(
      expect.arrayContaining([
        [3, `The order ${orderId} claims fees of 2, but its fills add up to 1.`],
        [3, `The order ${orderId} was charged 2, but its fees are 1.`],
      ]),
    );
  });

  test('a fee that is missing from what a position cost', async () => {
    await plant(store, holdingKey(ann.id, CIB), { cost: units(300) });
    expect(await found()).toEqual([
      [3, expect.stringMatching(/has a cost of 300, but by its ledger it is 301/)],
    ]);
  });

  test('a fee that was not taken, or not held', async () => {
    const { available, frozen } = await ann.balance();
    await plant(store, accountKey(ann.id), { available: available + units(1) });
    expect(await found()).toEqual([[3, expect.stringMatching(/but its ledger sums to/)]]);
    await plant(store, accountKey(ann.id), {
      available: available + units('0.2'),
      frozen: frozen - units('0.2'),
    });
    expect(await found()).toEqual([[2, expect.stringMatching(/frozen, but its open buys hold/)]]);
  });
});
