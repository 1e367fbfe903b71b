import { type Route, type RouteName, routes } from '../../functions/contract/routes';
import type { UserId } from '../../functions/domain/ids';
import { callerOf } from '../../functions/http/edge/caller';
import { openApi, type TestApi, type TestCaller, type TestRequest } from '../../testing/api';
import { aUser, CIB, tick } from '../../testing/builders';
import { changingNothing } from '../../testing/whole-table';

/** Who may call what, of every route of the contract: a new route is tested the day it is listed. */
let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store, { cash: 100 });
  await tick(api.store);
});

const ROUTES = Object.entries(routes).map(([name, route]): [RouteName, Route] => [
  Object.keys(routes).find((key): key is RouteName => key === name) ?? 'get-user',
  route,
]);
const withAccess = (...access: Route['access'][]) =>
  ROUTES.filter(([, route]) => access.includes(route.access)).map(([name]) => name);

const BODIES: Partial<Record<RouteName, object>> = {
  deposit: { amount: 1 },
  withdraw: { amount: 1 },
  'place-buy': { stock_id: CIB, total: 1, upper_bound: 1 },
  'place-sell': { stock_id: CIB, total: 1, lower_bound: 1 },
  'replace-order': { total: 1 },
  'redrive-dead-letters': { all: true },
  'discard-dead-letters': { all: true },
  'publish-tick': {},
};

const QUERIES: Partial<Record<RouteName, Record<string, string>>> = { 'cancel-orders': { all: 'true' } };

function statusOf(name: RouteName, as: TestCaller | undefined, path: TestRequest['path'] = {}) {
  const query = QUERIES[name] ?? {};
  return api
    .call(name, { as, path, query, body: BODIES[name] })
    .then(({ status, json }) => [status, json?.code]);
}

const eve: TestCaller = { userId: 'eve' as UserId };
const admin: TestCaller = { userId: 'root' as UserId, isAdmin: true };

test.each(withAccess('signed-in', 'self', 'self-or-admin', 'admin'))(
  '%s requires the caller to be signed in',
  async (name) => {
    const answer = await changingNothing(api.store, () => api.call(name, { body: BODIES[name] }));
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthorized']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  },
);

test.each(withAccess('self', 'self-or-admin'))("%s is forbidden on somebody else's user", async (name) => {
  const attempt = () => statusOf(name, eve, { user_id: ann });
  expect(await changingNothing(api.store, attempt)).toEqual([403, 'forbidden']);
});

test.each(withAccess('self', 'self-or-admin'))(
  "%s doesn't reveal whether somebody else's user exists",
  async (name) => {
    expect(await statusOf(name, eve, { user_id: 'nobody' })).toEqual([403, 'forbidden']);
  },
);

test.each(withAccess('admin'))('%s is for administrators only', async (name) => {
  expect(await statusOf(name, eve)).toEqual([403, 'forbidden']);
  const [status] = await statusOf(name, admin);
  expect(status).not.toBe(403);
});

test.each(withAccess('self-or-admin'))('%s is open to administrators too', async (name) => {
  const [status] = await statusOf(name, admin, { user_id: ann });
  expect([200, 404]).toContain(status);
});

test.each(withAccess('self'))('%s is closed to administrators', async (name) => {
  expect(await statusOf(name, admin, { user_id: ann })).toEqual([403, 'forbidden']);
});

test.each(withAccess('self', 'self-or-admin'))('%s takes "me" as the caller', async (name) => {
  const [mine, byId] = [
    await statusOf(name, { userId: ann }, { user_id: 'me' }),
    await statusOf(name, { userId: ann }, { user_id: ann }),
  ];
  expect(mine).toEqual(byId);
  expect([200, 400, 404]).toContain(mine[0]);
});

describe('the claims of a token', () => {
  const claims = { sub: 'eve', username: 'eve', token_use: 'access', client_id: 'c' };

  test.each<[string, object, boolean | undefined]>([
    ['of a group with a name like that of administrators', { 'cognito:groups': '[administrators]' }, false],
    ['of several groups', { 'cognito:groups': '[traders admin]' }, true],
    ['of a group with a comma in its name', { 'cognito:groups': '[x,admin]' }, false],
    ['of a group with a bracket in its name', { 'cognito:groups': '[[admin]' }, false],
    ['of groups that come as a list', { 'cognito:groups': ['traders', 'admin'] }, true],
    ['of somebody who is called admin', { username: 'admin' }, false],
    ['of an id token', { token_use: 'id', 'cognito:groups': '[admin]' }, undefined],
    ['without a subject', { sub: '', 'cognito:groups': '[admin]' }, undefined],
  ])('%s say whether the caller is an administrator', (_, changed, isAdmin) => {
    expect(callerOf({ jwt: { claims: { ...claims, ...changed } } })?.isAdmin).toBe(isAdmin);
  });

  test.each([undefined, null, {}, { jwt: null }, { jwt: { claims: 'eve' } }])(
    'are not found in %j',
    (authorizer) => {
      expect(callerOf(authorizer)).toBeUndefined();
    },
  );
});
