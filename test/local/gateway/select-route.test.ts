import { routeSelector } from '../../../local/gateway/select-route';

const keys = [
  '$default',
  'ANY /api/users/{user_id}',
  'GET /api/users/{user_id}',
  'GET /api/users',
  'GET /api/users/me',
  'GET /api/users/{user_id}/orders/{order_id}',
  'GET /api/{proxy+}',
];
const select = routeSelector(keys.map((key) => ({ key })));

test.each([
  ['a path without variables', 'GET', '/api/users', 'GET /api/users', {}],
  ['a trailing slash makes no difference', 'GET', '/api/users/', 'GET /api/users', {}],
  ['a name wins over a variable', 'GET', '/api/users/me', 'GET /api/users/me', {}],
  ['a variable takes one segment', 'GET', '/api/users/7', 'GET /api/users/{user_id}', { user_id: '7' }],
  ['a method wins over ANY', 'PUT', '/api/users/7', 'ANY /api/users/{user_id}', { user_id: '7' }],
  [
    'a variable wins over a greedy one, whatever the method',
    'GET',
    '/api/users/7/orders/9',
    'GET /api/users/{user_id}/orders/{order_id}',
    { user_id: '7', order_id: '9' },
  ],
  ['a greedy variable takes the rest', 'GET', '/api/a/b/c', 'GET /api/{proxy+}', { proxy: 'a/b/c' }],
  [
    'an encoded slash stays in its segment',
    'GET',
    '/api/users/a%2Fb',
    'GET /api/users/{user_id}',
    { user_id: 'a/b' },
  ],
  ['names are matched with their case', 'GET', '/API/users', '$default', {}],
  ['what nothing matches goes to the default', 'DELETE', '/elsewhere', '$default', {}],
])('%s', (_, method, path, key, pathParameters) => {
  expect(select(method, path)).toEqual({ route: { key }, pathParameters });
});

test("an empty segment doesn't match a variable", () => {
  const orders = routeSelector([{ key: 'GET /users/{user_id}/orders' }]);
  expect(orders('GET', '/users//orders')).toBeUndefined();
});

test('without a default, an unmatched request has no route', () => {
  expect(routeSelector([{ key: 'GET /a' }])('POST', '/a')).toBeUndefined();
});
