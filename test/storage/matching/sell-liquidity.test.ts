import type { UserId } from '../../../functions/domain/ids';
import { TICK_RULES } from '../../../functions/domain/stock';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import {
  aTick,
  aUser,
  balance,
  buy,
  CIB,
  seconds,
  sell,
  shares,
  type TickParts,
  units,
} from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { audited } from '../../audit/audited';

/** Sells that share what a tick has available, as buys do. Ann has 100 shares. */
let store: TestStore;
let ann: UserId;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 1_000 });
  await tick({ price: 10, availability: 100 });
  await buy(store, ann, { total: 100, upper: 10 });
});

async function tick(parts: TickParts): Promise<void> {
  await matchTicks(store, CIB, [aTick(parts)], { ...TICK_RULES, sellLiquidity: 'availability' });
}

test('sells take no more than is available, those that ask less first, and the rest waits', async () => {
  const [dear, cheap] = [
    await sell(store, ann, { total: 40, lower: 12 }),
    await sell(store, ann, { total: 40, lower: 11 }),
  ];
  await tick({ price: 12, availability: 50, at: seconds(1) });
  expect(await readOrder(store, ann, cheap.id)).toMatchObject({ status: 'filled' });
  expect(await readOrder(store, ann, dear.id)).toMatchObject({ status: 'partially_filled', remaining: 30 });
  expect(await shares(store, ann)).toMatchObject({ available: 20, frozen: 30 });
  expect(await balance(store, ann)).toEqual({ available: units(600), frozen: units(0) });
  await tick({ price: 12, availability: 1_000, at: seconds(2) });
  expect(await balance(store, ann)).toEqual({ available: units(960), frozen: units(0) });
  expect((await audited(store)).violations).toEqual([]);
});

test('buys and sells each get the tick’s whole availability', async () => {
  const bob = await aUser(store, { cash: 1_000 });
  await sell(store, ann, { total: 100, lower: 11 });
  await buy(store, bob, { total: 80, upper: 9 });
  await tick({ price: 9, availability: 30, at: seconds(1) });
  await tick({ price: 11, availability: 30, at: seconds(2) });
  expect(await shares(store, bob)).toMatchObject({ available: 30 });
  expect(await shares(store, ann)).toMatchObject({ frozen: 70 });
});

test('a sell that meets the quote takes what others have left of it', async () => {
  await tick({ price: 12, availability: 50, at: seconds(1) });
  const first = await sell(store, ann, { total: 40, lower: 12 });
  const second = await sell(store, ann, { total: 40, lower: 12 });
  const third = await sell(store, ann, { total: 5, lower: 12, timeInForce: 'ioc' });
  expect([first, second, third].map(({ status, remaining }) => [status, remaining])).toEqual([
    ['filled', 0],
    ['partially_filled', 30],
    ['expired', 5],
  ]);
  expect((await readStock(store, CIB))?.quote).toMatchObject({ left: 50, sellsLeft: 0 });
});

test('a fill-or-kill sell is rejected when less is available', async () => {
  await tick({ price: 12, availability: 50, at: seconds(1) });
  const order = await sell(store, ann, { total: 60, lower: 12, timeInForce: 'fok' });
  expect(order).toMatchObject({ status: 'rejected' });
  expect(await shares(store, ann)).toMatchObject({ available: 100, frozen: 0 });
});

test('a late tick hands out its own availability', async () => {
  await tick({ price: 8, availability: 0, at: seconds(5) });
  await sell(store, ann, { total: 100, lower: 12 });
  await tick({ price: 12, availability: 25, at: seconds(3) });
  expect(await shares(store, ann)).toMatchObject({ available: 0, frozen: 75 });
});

test('a quote from before the setting was changed still fills sells in full', async () => {
  await matchTicks(store, CIB, [aTick({ price: 12, availability: 1, at: seconds(1) })]);
  expect(await sell(store, ann, { total: 60, lower: 12 })).toMatchObject({ status: 'filled' });
});
