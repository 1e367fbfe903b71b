import type { UserId } from '../../../functions/domain/ids';
import { isRejection } from '../../../functions/domain/rejection';
import { VersionConflict } from '../../../functions/storage/table/retry';
import {
  openAccount,
  type Reservation,
  releaseNames,
  reserveNames,
} from '../../../functions/storage/transactions/open-account';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf, wholeTable } from '../../../testing/whole-table';

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
});

const SARA = { username: 'sara', email: 'sara@example.com' };
const sub = 'sub-of-sara' as UserId;

async function reserved(names = SARA): Promise<Reservation> {
  const outcome = await reserveNames(store, names);
  if (isRejection(outcome) || 'openedFor' in outcome) throw new Error('the names are taken');
  return outcome;
}

test('an account is opened empty, and both names are its own', async () => {
  const account = await openAccount(store, sub, await reserved());
  expect(account).toMatchObject({ ...SARA, userId: sub, available: 0n, frozen: 0n, version: 1 });
  expect(await itemsOf(store, 'CLAIM#')).toMatchObject([{ userId: sub }, { userId: sub }]);
});

test.each<[string, typeof SARA, string]>([
  ['both names', SARA, 'username_taken'],
  ['the username in another case', { username: 'SARA', email: 'b@example.com' }, 'username_taken'],
  ['the address in another case', { username: 'bob', email: 'SARA@example.com' }, 'email_taken'],
])('%s can not be reserved twice, and nothing changes', async (_, names, rejected) => {
  await reserved();
  expect(await changingNothing(store, () => reserveNames(store, names))).toEqual({ rejected });
});

test('of reservations at once, each with one name in common with the first, whoever wins wins whole', async () => {
  const attempts = [SARA, { ...SARA, email: 'b@example.com' }, { username: 'bob', email: SARA.email }];
  const outcomes = await Promise.all(attempts.map((names) => reserveNames(store, names)));
  const [first, ...others] = outcomes.map((outcome) => 'names' in outcome);
  // The others have no name in common: they may both win where the first does not.
  expect(first ? others : others.includes(true)).toEqual(first ? [false, false] : true);
  const winners = outcomes.filter((outcome) => 'names' in outcome);
  expect(await itemsOf(store, 'CLAIM#')).toHaveLength(2 * winners.length);
});

test('a reservation lapses after half a minute', async () => {
  await reserved();
  store.clock.advance({ seconds: 29.999 });
  expect(await reserveNames(store, SARA)).toEqual({ rejected: 'username_taken' });
  store.clock.advance({ seconds: 0.001 });
  expect(await reserved()).toMatchObject({ names: SARA });
});

test('an attempt whose reservation was taken over opens nothing', async () => {
  const late = await reserved();
  store.clock.advance({ seconds: 30 });
  await reserved();
  const attempt = () => openAccount(store, sub, late).catch((error: unknown) => error);
  expect(await changingNothing(store, attempt)).toBeInstanceOf(VersionConflict);
});

test('nor gives it the names of the other back', async () => {
  const late = await reserved();
  store.clock.advance({ seconds: 30 });
  await reserved();
  await changingNothing(store, () => releaseNames(store, late));
});

test('released names are free at once', async () => {
  await releaseNames(store, await reserved());
  expect(await wholeTable(store)).toEqual({});
  await reserved();
});

test('the names of an account are never released', async () => {
  const reservation = await reserved();
  await openAccount(store, sub, reservation);
  await changingNothing(store, () => releaseNames(store, reservation));
});

test('an account is opened once', async () => {
  const reservation = await reserved();
  await openAccount(store, sub, reservation);
  const again = () => openAccount(store, sub, reservation).catch((error: unknown) => error);
  expect(await changingNothing(store, again)).toBeInstanceOf(VersionConflict);
});

test('the names of an account stay taken for ever, and lead both together back to it', async () => {
  await openAccount(store, sub, await reserved());
  expect(await reserveNames(store, SARA)).toEqual({ rejected: 'username_taken' });
  store.clock.advance({ seconds: 365 * 86_400 });
  expect(await reserveNames(store, SARA)).toEqual({ openedFor: sub });
  const withOther = { ...SARA, email: 'b@example.com' };
  expect(await reserveNames(store, withOther)).toEqual({ rejected: 'username_taken' });
});
