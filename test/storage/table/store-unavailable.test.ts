import type { UserId } from '../../../functions/domain/ids';
import { StoreUnavailable } from '../../../functions/storage/table/retry';
import type { Store } from '../../../functions/storage/table/store';
import { transfer } from '../../../functions/storage/transactions/transfer';
import { aUser, balance, units } from '../../../testing/builders';
import { canceledBecause, failing, interfere, named, timedOut } from '../../../testing/interference';
import { notedRetry } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing } from '../../../testing/whole-table';

const deposit = (store: Store, userId: UserId) =>
  transfer(store, { userId, type: 'deposit', amount: units(5) });

describe('the retries of a call', () => {
  let store: TestStore;
  let ann: UserId;
  const retry = notedRetry();
  beforeEach(async () => {
    store = await openTestStore({ retry });
    ann = await aUser(store);
    retry.pauses.length = 0;
  });

  const conflict = canceledBecause('None', 'TransactionConflict', 'None');

  test('wait a random part of a time that doubles each time, up to half a second', async () => {
    interfere(store, { on: 'TransactWriteItems', times: 7, before: failing(conflict) });
    await deposit(store, ann);
    expect(retry.pauses).toEqual([20, 40, 80, 160, 250, 250, 250]);
    expect(await balance(store, ann)).toMatchObject({ available: units(5) });
  });

  test('go on while others come first, until the time is up', async () => {
    interfere(store, { on: 'TransactWriteItems', times: 20, before: failing(conflict) });
    await deposit(store, ann);
    expect(await balance(store, ann)).toMatchObject({ available: units(5) });
    interfere(store, { on: 'TransactWriteItems', times: 100, before: failing(conflict) });
    await expect(deposit(store, ann)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await balance(store, ann)).toMatchObject({ available: units(5) });
  });

  test('give up when the budget is spent, with the last error as the cause and nothing changed', async () => {
    const throttled = canceledBecause('None', 'ThrottlingError', 'None');
    interfere(store, { on: 'TransactWriteItems', times: 8, before: failing(throttled) });
    const attempt = changingNothing(store, () => deposit(store, ann).catch((error: unknown) => error));
    const error = await attempt;
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ cause: { name: 'TransactionCanceledException' } });
    expect(retry.pauses).toHaveLength(7);
  });

  test('don’t repeat a commit whose answer was lost', async () => {
    interfere(store, { on: 'TransactWriteItems', times: 3, after: failing(timedOut) });
    await deposit(store, ann);
    expect(await balance(store, ann)).toMatchObject({ available: units(5) });
  });

  test.each(['ValidationException', 'AccessDeniedException', 'ResourceNotFoundException'])(
    'aren’t made for %s, which would only fail again',
    async (name) => {
      const met = interfere(store, { on: 'TransactWriteItems', before: failing(named(name)) });
      await expect(deposit(store, ann)).rejects.toMatchObject({ name });
      expect([met(), retry.pauses]).toEqual([1, []]);
    },
  );

  test('aren’t made when a condition failed: that is an answer', async () => {
    const withdrawal = { userId: ann, type: 'withdrawal', amount: units(5) } as const;
    expect(await transfer(store, withdrawal)).toEqual({ rejected: 'insufficient_funds' });
    expect(retry.pauses).toEqual([]);
  });
});
