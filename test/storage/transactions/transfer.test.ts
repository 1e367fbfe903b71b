import { MAX_BALANCE } from '../../../functions/domain/account';
import type { UserId } from '../../../functions/domain/ids';
import { minus } from '../../../functions/domain/money';
import { transfer } from '../../../functions/storage/transactions/transfer';
import { accepted, aUser, balance, buy, tick, units } from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { remembering } from '../../../testing/remembering';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf } from '../../../testing/whole-table';

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
});

function deposit(userId: UserId, amount: number, key?: string) {
  return transfer(store, { userId, type: 'deposit', amount: units(amount) }, remembering(userId, key));
}

function withdraw(userId: UserId, amount: number, key?: string) {
  return transfer(store, { userId, type: 'withdrawal', amount: units(amount) }, remembering(userId, key));
}

function ledgerOf(userId: UserId) {
  return itemsOf(store, `USER#${userId}`, 'LEDGER#');
}

test('a transfer moves the available money, writes one entry and answers the account after it', async () => {
  const ann = await aUser(store);
  expect(await deposit(ann, 0.3)).toMatchObject({ userId: ann, available: units(0.3), frozen: 0n });
  expect(await withdraw(ann, 0.1)).toMatchObject({ available: units(0.2) });
  expect(await ledgerOf(ann)).toMatchObject([
    { type: 'withdrawal', money: -1000 },
    { type: 'deposit', money: 3000 },
  ]);
});

test('the same transfer without a key is another transfer', async () => {
  const ann = await aUser(store);
  await deposit(ann, 5);
  await deposit(ann, 5);
  expect(await balance(store, ann)).toEqual({ available: units(10), frozen: 0n });
});

test('the same transfer with its key is refused as repeated, and changes nothing', async () => {
  const ann = await aUser(store);
  expect(await deposit(ann, 5, 'k')).toMatchObject({ available: units(5) });
  expect(await changingNothing(store, () => deposit(ann, 5, 'k'))).toEqual({ rejected: 'repeated' });
  expect(await changingNothing(store, () => withdraw(ann, 5, 'k'))).toEqual({ rejected: 'repeated' });
});

test('everything available may be withdrawn, and not a ten-thousandth more', async () => {
  const ann = await aUser(store, { cash: 10 });
  expect(await changingNothing(store, () => withdraw(ann, 10.0001))).toEqual({
    rejected: 'insufficient_funds',
  });
  expect(await withdraw(ann, 10)).toMatchObject({ available: 0n });
});

describe.each<[string, string | undefined]>([
  ['without a key', undefined],
  ['with a key', 'k'],
])('%s', (_, key) => {
  const stranger = 'nobody' as UserId;

  test.each<[string, (ann: UserId) => Promise<unknown>, string]>([
    ['a deposit of nobody', () => deposit(stranger, 1, key), 'user_not_found'],
    ['a withdrawal of nobody', () => withdraw(stranger, 1, key), 'user_not_found'],
    ['a withdrawal of more than there is', (ann) => withdraw(ann, 100.0001, key), 'insufficient_funds'],
    ['a withdrawal of what a buy holds', (ann) => withdraw(ann, 41, key), 'insufficient_funds'],
  ])('%s is refused and changes nothing', async (_, attempt, rejected) => {
    const ann = await aUser(store, { cash: 100 });
    await tick(store, { price: 50, availability: 0 });
    await buy(store, ann, { total: 6, upper: 10 });
    expect(await changingNothing(store, () => attempt(ann))).toEqual({ rejected });
  });

  test('a deposit goes up to the largest balance, and no further', async () => {
    const ann = await aUser(store);
    const most = minus(MAX_BALANCE, units(1));
    for (let paid = 0; paid < 5; paid++)
      await transfer(store, { userId: ann, type: 'deposit', amount: (most / 5n) as typeof most });
    const left = Number(MAX_BALANCE - (await balance(store, ann)).available) / 10_000;
    expect(await changingNothing(store, () => deposit(ann, left + 0.0001, key))).toEqual({
      rejected: 'balance_limit_exceeded',
    });
    expect(await deposit(ann, left, key)).toMatchObject({ available: MAX_BALANCE });
  });
});

test('any number of transfers at once all count', async () => {
  const ann = await aUser(store, { cash: 100 });
  await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? deposit : withdraw)(ann, 1)));
  expect(await balance(store, ann)).toEqual({ available: units(100), frozen: 0n });
  expect(await ledgerOf(ann)).toHaveLength(21);
});

test('of withdrawals at once exactly as many succeed as there is money for', async () => {
  const ann = await aUser(store, { cash: 3 });
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => withdraw(ann, 1)));
  expect(outcomes.filter((outcome) => 'rejected' in outcome)).toHaveLength(5);
  expect(await balance(store, ann)).toEqual({ available: 0n, frozen: 0n });
});

test('deposits with one key from many at once make one entry', async () => {
  const ann = await aUser(store);
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => deposit(ann, 5, 'k')));
  expect(outcomes.filter((outcome) => 'rejected' in outcome)).toHaveLength(7);
  expect(await ledgerOf(ann)).toHaveLength(1);
  expect(await balance(store, ann)).toEqual({ available: units(5), frozen: 0n });
});

test('each of many deposits at once with keys of their own answers the balance that it led to', async () => {
  const ann = await aUser(store);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => accepted(await deposit(ann, 1, `k${index}`)).available),
  );
  const steps = outcomes.toSorted((a, b) => Number(a - b));
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(units));
});

test.each([[undefined], ['k']])(
  'what is frozen counts towards the limit of a balance (key %s)',
  async (key) => {
    const ann = await aUser(store, { cash: 100_000_000_000 });
    for (let count = 0; count < 3; count++) accepted(await deposit(ann, 100_000_000_000));
    await tick(store, { price: 1, availability: 0 });
    await buy(store, ann, { total: 100_000_000_000, upper: 1 });
    accepted(await deposit(ann, 100_000_000_000));
    const refused = await changingNothing(store, () => deposit(ann, 0.0001, key));
    expect(refused).toEqual({ rejected: 'balance_limit_exceeded' });
    accepted(await withdraw(ann, 1));
    accepted(await deposit(ann, 1, key));
  },
);
