import type { UserId } from '../../../functions/domain/ids';
import type { Order } from '../../../functions/domain/order';
import { aUser, balance, buy, seconds, shares, tick, units } from '../../../testing/builders';
import { failing, interfere, named } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';

/** Ticks that come while an order is being placed. The clock stands still: all of it happens in one millisecond. */
let store: TestStore;
let ann: UserId;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 0 });
});

const overtaking = { price: 10, availability: 10, at: seconds(1) };

test('a tick between reading the stock and placing the order still fills the order', async () => {
  await buy(store, ann, { total: 1, upper: 1 });
  interfere(store, { on: 'TransactWriteItems', before: () => tick(store, overtaking) });
  expect(await buy(store, ann, { total: 10, upper: 10 })).toMatchObject({ status: 'filled' });
  expect(await shares(store, ann)).toMatchObject({ available: 10 });
});

test('a tick in between fills the order even if it opens a band', async () => {
  interfere(store, { on: 'TransactWriteItems', before: () => tick(store, overtaking) });
  expect(await buy(store, ann, { total: 10, upper: 10 })).toMatchObject({ status: 'filled' });
});

test('a tick that read the book before a band was opened looks again and finds the order', async () => {
  const placed: Order[] = [];
  const place = async () => placed.push(await buy(store, ann, { total: 10, upper: 10 }));
  interfere(store, { on: 'PutItem', before: place });
  await tick(store, overtaking);
  expect(placed).toMatchObject([{ status: 'new' }]);
  expect(await shares(store, ann)).toMatchObject({ available: 10 });
});

test('an order waits if others have used up the quote it counted on', async () => {
  const bob = await aUser(store, { cash: 100 });
  await tick(store, overtaking);
  interfere(store, {
    on: 'TransactWriteItems',
    before: () => buy(store, bob, { total: 10, upper: 10 }),
  });
  expect(await buy(store, ann, { total: 10, upper: 10 })).toMatchObject({ status: 'new' });
  expect(await shares(store, bob)).toMatchObject({ available: 10 });
  expect(await balance(store, ann)).toEqual({ available: units(900), frozen: units(100) });
});

test('orders placed while ticks pour in are all filled, and never beyond their total', async () => {
  const users = await Promise.all(Array.from({ length: 6 }, () => aUser(store, { cash: 100 })));
  const ticks = Array.from({ length: 6 }, (_, index) => ({
    price: 10,
    availability: 5,
    at: seconds(1 + index),
  }));
  await Promise.all([
    ...users.map((user) => buy(store, user, { total: 5, upper: 10 })),
    ...ticks.map((each) => tick(store, each)),
  ]);
  for (let count = 0; count < 6; count++)
    await tick(store, { price: 10, availability: 5, at: seconds(10 + count) });
  const held = await Promise.all(users.map((user) => shares(store, user)));
  expect(held.map(({ available }) => available)).toEqual(users.map(() => 5));
});

test('an order is placed, and answered as such, even if the store becomes unavailable after its commit', async () => {
  await buy(store, ann, { total: 1, upper: 1 });
  interfere(store, {
    on: 'GetItem',
    skip: 1,
    times: 1000,
    before: failing(named('ThrottlingException')),
  });
  expect(await buy(store, ann, { total: 10, upper: 10 })).toMatchObject({ status: 'new' });
});

test('an order for which the quote was too old waits, though another writer is still filling from that quote', async () => {
  await tick(store, overtaking);
  await buy(store, ann, { total: 1, upper: 1 });
  store.clock.advance({ seconds: 59 });
  const late: Order[] = [];
  interfere(store, {
    on: 'Query',
    before: async () => {
      store.clock.advance({ seconds: 1 });
      late.push(await buy(store, ann, { total: 1, upper: 11 }));
    },
  });
  expect(await buy(store, ann, { total: 2, upper: 10 })).toMatchObject({ status: 'filled' });
  expect(late).toMatchObject([{ status: 'new' }]);
  expect(await shares(store, ann)).toMatchObject({ available: 2 });
});
