import type { RouteName } from '../../functions/contract/routes';
import type { UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi, type TestRequest } from '../../testing/api';
import { aUser, buy, CIB, tick } from '../../testing/builders';
import { crash, failing, interfere, named } from '../../testing/interference';
import { notedRetry } from '../../testing/patience';
import { changingNothing, itemsOf } from '../../testing/whole-table';

let api: TestApi;
let ann: UserId;
beforeEach(async () => {
  api = await openApi();
  useStore({ ...api.store, retry: notedRetry() });
  ann = await aUser(api.store, { cash: 1000 });
  await tick(api.store, { price: 10, availability: 5 });
});

function send(route: RouteName, key: string, request: TestRequest = {}) {
  return api.call(route, { as: { userId: ann }, headers: { 'idempotency-key': key }, ...request });
}

const deposit = (key: string, amount = 5) => send('deposit', key, { body: { amount } });

async function requests(): Promise<[RouteName, TestRequest][]> {
  const { id: one } = await buy(api.store, ann, { total: 1, upper: 1 });
  const { id: two } = await buy(api.store, ann, { total: 1, upper: 1 });
  return [
    ['deposit', { body: { amount: 5 } }],
    ['withdraw', { body: { amount: 5 } }],
    ['place-buy', { body: { stock_id: CIB, total: 2, upper_bound: 10 } }],
    ['place-sell', { body: { stock_id: CIB, total: 1, lower_bound: 10 } }],
    ['replace-order', { path: { order_id: one }, body: { total: 2 } }],
    ['cancel-order', { path: { order_id: two } }],
    ['cancel-orders', { query: { all: 'true' } }],
  ];
}

test('a repeat of any request that moves money or shares gets the same answer byte for byte, and changes nothing', async () => {
  for (const [route, request] of await requests()) {
    const first = await send(route, `key of ${route}`.replaceAll(' ', '-'), request);
    expect([route, first.status, first.headers['idempotency-replayed']]).toEqual([route, 200, undefined]);
    const again = await changingNothing(api.store, () => send(route, `key-of-${route}`, request));
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers['idempotency-replayed']).toBe('true');
  }
});

test('a repeat may send its fields in another order', async () => {
  const body = { stock_id: CIB, total: 2, upper_bound: 10 };
  const { text } = await send('place-buy', 'k', { body });
  const turned = Object.fromEntries(Object.entries(body).toReversed());
  expect((await changingNothing(api.store, () => send('place-buy', 'k', { body: turned }))).text).toBe(text);
});

test('a repeat gets its original answer, whatever has changed since', async () => {
  const first = await deposit('k');
  await deposit('other');
  expect((await deposit('k')).text).toBe(first.text);
});

test.each<[string, () => Promise<{ status: number; json: { code: string } }>]>([
  ['another amount', () => deposit('k', 6)],
  ['another route', () => send('withdraw', 'k', { body: { amount: 5 } })],
  ['another path', () => send('cancel-order', 'k')],
])('a key reused with %s is a 422, and changes nothing', async (_, other) => {
  await deposit('k');
  const { status, json } = await changingNothing(api.store, other);
  expect([status, json.code]).toEqual([422, 'idempotency_key_reused']);
});

test('a key belongs to a user: others may use the same one', async () => {
  const bob = await aUser(api.store);
  await deposit('k');
  const { json } = await api.call('deposit', {
    as: { userId: bob },
    headers: { 'idempotency-key': 'k' },
    body: { amount: 5 },
  });
  expect(json.balance).toBe(5);
});

const ADMIN = { userId: 'root' as UserId, username: 'root', isAdmin: true };

test("a key belongs to its caller: an administrator's request doesn't count as the user's", async () => {
  const byAdmin = await send('deposit', 'k', { as: ADMIN, path: { user_id: ann }, body: { amount: 100 } });
  const byUser = await deposit('k', 100);
  expect([byAdmin.json.balance, byUser.json.balance]).toEqual([1100, 1200]);
  expect(byUser.headers['idempotency-replayed']).toBeUndefined();
});

test("an administrator's key replays for that administrator only", async () => {
  const first = await send('deposit', 'k', { as: ADMIN, path: { user_id: ann }, body: { amount: 100 } });
  const again = await changingNothing(api.store, () =>
    send('deposit', 'k', { as: ADMIN, path: { user_id: ann }, body: { amount: 100 } }),
  );
  expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
  const other = await send('deposit', 'k', {
    as: { ...ADMIN, userId: 'ops' as UserId },
    path: { user_id: ann },
    body: { amount: 1 },
  });
  expect([other.status, other.json.balance]).toEqual([200, 1101]);
});

test("a user's key that imitates an administrator's record replays nothing", async () => {
  await send('deposit', 'k', { as: ADMIN, path: { user_id: ann }, body: { amount: 100 } });
  for (const key of ['root#k', '_OF#root#k', '#root#k']) {
    expect((await deposit(key, 1)).headers['idempotency-replayed']).toBeUndefined();
  }
});

test('a refusal is not remembered: the same request may succeed later', async () => {
  const withdraw = () => send('withdraw', 'k', { body: { amount: 1001 } });
  expect((await changingNothing(api.store, withdraw)).json.code).toBe('insufficient_funds');
  await deposit('other');
  expect((await withdraw()).status).toBe(200);
});

test('a key is kept for 24 hours, then freed', async () => {
  await deposit('k');
  api.store.clock.advance({ seconds: 24 * 3600 - 1 });
  expect((await deposit('k')).headers['idempotency-replayed']).toBe('true');
  api.store.clock.advance({ seconds: 1 });
  const fresh = await deposit('k', 7);
  expect([fresh.status, fresh.json.balance]).toEqual([200, 1012]);
});

test('concurrent requests with one key move the money once, and all get the same answer', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => deposit('k')));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(await itemsOf(api.store, `USER#${ann}`, 'LEDGER#')).toHaveLength(2);
});

test('when the answer is lost after the commit, the repeat is answered, and moves nothing', async () => {
  for (const [route, request] of await requests()) {
    const key = `key-of-${route}`;
    interfere(api.store, { on: 'TransactWriteItems', after: crash });
    expect([route, (await send(route, key, request)).status]).toEqual([route, 500]);
    const again = await send(route, key, request);
    expect([route, again.status]).toEqual([route, 200]);
  }
  const { json } = await api.call('get-user', { as: { userId: ann } });
  expect(json).toMatchObject({ balance: 1000 + 5 - 5 - 20 + 10, frozen: 0 });
});

test('while the store is unavailable the answer is a 503 with Retry-After, and the repeat goes through once', async () => {
  const throttled = failing(named('ProvisionedThroughputExceededException'));
  interfere(api.store, { on: 'TransactWriteItems', times: 8, before: throttled });
  const { status, headers, json } = await changingNothing(api.store, () => deposit('k'));
  expect([status, json.code, headers['retry-after']]).toEqual([503, 'unavailable', '1']);
  expect((await deposit('k')).json.balance).toBe(1005);
});

test.each<[string, string]>([
  ['an empty key', ''],
  ['a key of 256 characters', 'k'.repeat(256)],
  ['a key with a space', 'a b'],
  ['a key with letters beyond ASCII', 'clé'],
])('%s is a 400', async (_, key) => {
  const { status, json } = await changingNothing(api.store, () => deposit(key));
  expect([status, json.errors[0].field]).toEqual([400, 'Idempotency-Key']);
});

test('a quoted key, as in the draft, is the same key', async () => {
  await deposit('"k"');
  expect((await deposit('k')).headers['idempotency-replayed']).toBe('true');
});
