import type { UserId } from '../../functions/domain/ids';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, CIB } from '../../testing/builders';

let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store);
});

const user = { username: 'sara', email: 'sara@example.com', password: 'Keep-it-1' };

test.each<[string, object | string, string]>([
  ['a username of another type', { ...user, username: 7 }, 'must be a string'],
  ['half a surrogate pair in a username', { ...user, username: 'sa\ud800ra' }, 'must consist of letters'],
  ['NUL in a username', { ...user, username: 'sa\u0000ra' }, 'must consist of letters'],
  ['a username of a million letters', { ...user, username: 'a'.repeat(60_000) }, 'must have at most 40'],
  [
    'half a surrogate pair in an address',
    { ...user, email: 'a\udc00@example.com' },
    'must be an email address',
  ],
  ['NUL in an address', { ...user, email: 'a\u0000@example.com' }, 'must be an email address'],
  ['a very long address', { ...user, email: `${'a'.repeat(300)}@example.com` }, 'must '],
  ['half a surrogate pair in a password', { ...user, password: 'Aa-1\ud800xyz' }, 'must not contain control'],
  ['NUL in a password', { ...user, password: 'Aa-1\u0000xyz' }, 'must not contain control characters'],
  ['a body that is a list', [], 'must be an object'],
  ['a body that is null', 'null', 'must be an object'],
])('%s is refused in our own words', async (_, body, message) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { status, json } = await api.call('create-user', { text });
  expect([status, json.code]).toEqual([400, 'invalid_request']);
  expect(json.errors[0].message).toContain(message);
});

test.each([
  [[], 'must have at least 1'],
  [Array.from({ length: 101 }, () => 'a'), 'must have at most 100'],
])('a list of %j is refused for its length', async (ids, message) => {
  const as = { userId: ann, username: 'ann', isAdmin: true };
  const { json } = await api.call('discard-dead-letters', { as, body: { ids } });
  expect(json.errors).toEqual([{ field: 'ids', message }]);
});

test.each([
  ['half a surrogate pair', '{"username":"\\ud800","password":"x"}'],
  ['NUL', '{"username":"a\\u0000","password":"x"}'],
])('%s in the username at sign-in is a 400', async (_, text) => {
  const { status, json } = await api.call('sign-in', { text });
  expect([status, json.code]).toEqual([400, 'invalid_request']);
});

test('a limit without specific wording gets the default', async () => {
  const { json } = await api.call('list-orders', {
    as: { userId: ann },
    query: { cursor: 'c'.repeat(3000) },
  });
  expect(json.errors).toEqual([{ field: 'cursor', message: 'must have at most 2048 characters' }]);
});

const place = (changed: object) =>
  Buffer.from(JSON.stringify({ PK: `USER#${ann}`, SK: 'ORDER#1', ...changed })).toString('base64url');

test.each([
  ['half a surrogate pair', place({ SK: 'ORDER#\ud800' })],
  ['a key longer than keys may be', place({ SK: `ORDER#${'é'.repeat(600)}` })],
  ['the place of somebody else', place({ PK: 'USER#eve' })],
  ['no JSON', 'AAAA'],
  ['no base64', '{}'],
])('a cursor with %s is invalid', async (_, cursor) => {
  const { status, json } = await api.call('list-orders', { as: { userId: ann }, query: { cursor } });
  expect([status, json.code]).toEqual([400, 'invalid_cursor']);
});

test.each(['list-users', 'list-stocks'] as const)(
  'a cursor with a bad index key is invalid in %s',
  async (route) => {
    const partition = route === 'list-users' ? 'USERS' : 'STOCKS';
    const key = { GSI1PK: partition, GSI1SK: 'a\udfff', PK: 'USER#a', SK: 'ACCOUNT' };
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
    const { status, json } = await api.call(route, { as: { userId: ann, isAdmin: true }, query: { cursor } });
    expect([status, json.code]).toEqual([400, 'invalid_cursor']);
  },
);

test('an overlong price is refused in our own words', async () => {
  const body = { stock_id: CIB, total: 1, upper_bound: '9'.repeat(50) };
  const { json } = await api.call('place-buy', { as: { userId: ann }, body });
  expect(json.errors).toEqual([{ field: 'upper_bound', message: expect.stringMatching(/^must/) }]);
});
