import { bookEntryOf } from '../../../functions/domain/book';
import type { UserId } from '../../../functions/domain/ids';
import { MAX_AMOUNT, quantity } from '../../../functions/domain/money';
import { bookEntryKey } from '../../../functions/storage/items/book-entry';
import { holdingKey } from '../../../functions/storage/items/holding';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import {
  aRequest,
  aUser,
  balance,
  CIB,
  OPTIONS,
  seconds,
  sell,
  shares,
  tick,
  units,
} from '../../../testing/builders';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { audited, plant, put } from '../../audit/audited';

/** Sells that are worth more than an amount may be, which is 100,000,000,000. */
let store: TestStore;
let ann: UserId;
const TOTAL = 20_000_000;
const AT_ONCE = 16_666_666;

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store);
  const held = { available: quantity(TOTAL), frozen: 0, cost: 0n, openSells: 0 };
  await put(store, { ...holdingKey(ann, CIB), userId: ann, stockId: CIB, ...held });
});

test('a large sell that meets the quote is filled up to the limit, and the rest by the next tick', async () => {
  await tick(store, { price: 6_000 });
  const order = await sell(store, ann, { total: TOTAL, lower: 0 });
  expect(order).toMatchObject({ status: 'partially_filled', remaining: TOTAL - AT_ONCE });
  expect(await balance(store, ann)).toEqual({ available: units(AT_ONCE * 6_000), frozen: 0n });
  await tick(store, { price: 6_001, at: seconds(1) });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ status: 'filled', remaining: 0 });
  expect(await shares(store, ann)).toMatchObject({ available: 0, frozen: 0 });
  expect((await balance(store, ann)).available).toBe(
    units(AT_ONCE * 6_000) + units((TOTAL - AT_ONCE) * 6_001),
  );
});

test('a waiting one is filled the same way, whatever it asks', async () => {
  await tick(store, { price: 1 });
  const order = await sell(store, ann, { total: TOTAL, lower: 2 });
  for (const at of [1, 2]) await tick(store, { price: 6_000, at: seconds(at) });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ status: 'filled' });
  expect(MAX_AMOUNT < units(TOTAL) * 6_000n).toBe(true);
});

test('a repeated tick fills no more of it', async () => {
  await tick(store, { price: 1 });
  const order = await sell(store, ann, { total: TOTAL, lower: 2 });
  for (let delivery = 0; delivery < 3; delivery++) await tick(store, { price: 6_000, at: seconds(1) });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ remaining: TOTAL - AT_ONCE });
});

test('a fill-or-kill one is refused as too large', async () => {
  await tick(store, { price: 6_000 });
  const request = aRequest('sell', { userId: ann, total: TOTAL, lower: 0, timeInForce: 'fok' });
  expect(await placeOrder(store, request, OPTIONS)).toEqual({ rejected: 'order_too_large' });
  expect(await shares(store, ann)).toMatchObject({ available: TOTAL, frozen: 0 });
});

test('the maximum proceeds that version 0.1 noted in the book don’t act as a bound', async () => {
  await tick(store, { price: 1 });
  const order = await sell(store, ann, { total: TOTAL, lower: 2 });
  await plant(store, bookEntryKey(bookEntryOf(order)), { upper: MAX_AMOUNT / BigInt(TOTAL) });
  await tick(store, { price: 6_000, at: seconds(1) });
  expect(await readOrder(store, ann, order.id)).toMatchObject({ remaining: TOTAL - AT_ONCE });
  const { violations } = await audited(store);
  // The shares were planted.
  expect(violations.filter(({ promise }) => promise !== 3)).toEqual([]);
});
