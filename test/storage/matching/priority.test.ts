import type { OrderId, UserId } from '../../../functions/domain/ids';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { aUser, buy, CIB, type OrderParts, seconds, sell, shares, tick } from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';

let store: TestStore;
let users: UserId[];
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  await tick(store, { price: 1000, availability: 0 });
  users = [];
});

/** Orders of users of their own, placed in this order. */
async function buys(...all: OrderParts[]): Promise<void> {
  for (const parts of all) {
    const user = await aUser(store, { cash: 1_000_000 });
    users.push(user);
    await buy(store, user, { total: 10, ...parts });
  }
}

async function held(): Promise<number[]> {
  return (await Promise.all(users.map((user) => shares(store, user)))).map(({ available }) => available);
}

describe('buys', () => {
  test('with a higher upper bound go first, whenever they came', async () => {
    await buys({ upper: 10 }, { upper: 12 }, { upper: 11 });
    await tick(store, { price: 10, availability: 15, at: seconds(1) });
    expect(await held()).toEqual([0, 10, 5]);
  });

  test('with the same upper bound go by age', async () => {
    await buys({ upper: 10 }, { upper: 10 }, { upper: 10 });
    await tick(store, { price: 10, availability: 15, at: seconds(1) });
    expect(await held()).toEqual([10, 5, 0]);
  });

  test('go by price and age across bands', async () => {
    await buys({ upper: 12, lower: 1 }, { upper: 13, lower: 9 }, { upper: 13 }, { upper: 12, lower: 5 });
    expect((await readStock(store, CIB))?.bands.buy).toHaveLength(4);
    await tick(store, { price: 10, availability: 25, at: seconds(1) });
    expect(await held()).toEqual([5, 10, 10, 0]);
  });

  test('that start above the price are passed over, even in the price’s own band', async () => {
    await buys({ upper: 13, lower: 11 }, { upper: 12, lower: 10 }, { upper: 11, lower: 10.5 }, { upper: 10 });
    await tick(store, { price: 10, availability: 100, at: seconds(1) });
    expect(await held()).toEqual([0, 10, 0, 10]);
  });

  test('exactly at the bounds are filled, and those a ten-thousandth off aren’t', async () => {
    await buys({ upper: 10 }, { upper: 9.9999 }, { upper: 20, lower: 10 }, { upper: 20, lower: 10.0001 });
    await tick(store, { price: 10, availability: 100, at: seconds(1) });
    expect(await held()).toEqual([10, 0, 10, 0]);
  });

  test('keep their place with their remaining shares', async () => {
    await buys({ upper: 10 }, { upper: 10 });
    await tick(store, { price: 10, availability: 4, at: seconds(1) });
    await tick(store, { price: 10, availability: 4, at: seconds(2) });
    await tick(store, { price: 10, availability: 4, at: seconds(3) });
    expect(await held()).toEqual([10, 2]);
  });

  test('are filled in order even if there are more than a page of them', async () => {
    await buys(...Array.from({ length: 45 }, () => ({ upper: 10, total: 1 })));
    await tick(store, { price: 10, availability: 43, at: seconds(1) });
    expect(await held()).toEqual([...Array.from({ length: 43 }, () => 1), 0, 0]);
  });
});

describe('sells', () => {
  const orders: OrderId[] = [];
  beforeEach(() => {
    orders.length = 0;
  });

  async function sells(...all: OrderParts[]): Promise<void> {
    for (const [index, parts] of all.entries()) {
      const user = await aUser(store, { cash: 10_000 });
      users.push(user);
      await tick(store, { price: 1000, availability: 10, at: seconds(0.01 * (index + 1)) });
      await buy(store, user, { total: 10, upper: 1000 });
      orders.push((await sell(store, user, { total: 10, ...parts })).id);
    }
  }

  async function statuses(): Promise<(string | undefined)[]> {
    return await Promise.all(
      orders.map(async (id, index) => (await readOrder(store, users[index] ?? ('' as UserId), id))?.status),
    );
  }

  test('are filled in full, whatever the availability', async () => {
    await sells({ lower: 2000 }, { lower: 1500 });
    await tick(store, { price: 2000, availability: 0, at: seconds(1) });
    expect(await statuses()).toEqual(['filled', 'filled']);
  });

  test('with a lower bound above the price wait', async () => {
    await sells({ lower: 2000.0001 }, { lower: 2000 });
    await tick(store, { price: 2000, availability: 5, at: seconds(1) });
    expect(await statuses()).toEqual(['new', 'filled']);
  });

  test('with an upper bound below the price wait, and those without one have no limit', async () => {
    await sells({ lower: 1500, upper: 1999.9999 }, { lower: 1500, upper: 2000 }, { lower: 1500 });
    await tick(store, { price: 2000, availability: 5, at: seconds(1) });
    expect(await statuses()).toEqual(['new', 'filled', 'filled']);
  });

  test('are filled by lower bound, then by age, across bands', async () => {
    await sells({ lower: 1600 }, { lower: 1500, upper: 9000 }, { lower: 1500 }, { lower: 1400, upper: 2500 });
    expect((await readStock(store, CIB))?.bands.sell).toHaveLength(3);
    await tick(store, { price: 2000, availability: 5, at: seconds(1) });
    const fills = await filledInOrder();
    expect(fills).toEqual([orders[3], orders[1], orders[2], orders[0]]);
  });

  async function filledInOrder(): Promise<unknown[]> {
    const { itemsOf } = await import('../../../testing/whole-table');
    const entries = (await itemsOf(store, 'USER#', 'LEDGER#')).filter(({ fill }) => fill !== undefined);
    return entries
      .toSorted((a, b) => (String(a.GSI1SK) < String(b.GSI1SK) ? -1 : 1))
      .map(({ fill }) => Object(fill))
      .filter(({ type }) => type === 'sell')
      .map(({ orderId }) => orderId);
  }
});

test('one tick fills buys and sells, and the sells use up none of its availability', async () => {
  const seller = await aUser(store, { cash: 10_000 });
  await tick(store, { price: 1000, availability: 10, at: seconds(0.1) });
  await buy(store, seller, { total: 10, upper: 1000 });
  await sell(store, seller, { total: 10, lower: 1500 });
  await buys({ upper: 2000, lower: 1900 });
  await tick(store, { price: 2000, availability: 10, at: seconds(1) });
  expect(await held()).toEqual([10]);
  expect(await shares(store, seller)).toMatchObject({ available: 0, frozen: 0 });
  expect((await readStock(store, CIB))?.quote).toMatchObject({ left: 0 });
});
