import type { UserId } from '../../functions/domain/ids';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, CIB, tick } from '../../testing/builders';
import { keepPrintedLines } from '../../testing/printed-lines';

const printed = keepPrintedLines('api');
let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store, { cash: 1_000 });
  await tick(api.store, { price: 10, availability: 0 });
});
beforeEach(() => {
  printed.length = 0;
});

const answered = () => printed.find(({ message }) => message === 'answered');

test('a request is logged with its id, its caller and the user it concerns', async () => {
  const { headers } = await api.call('get-user', {
    as: { userId: 'root' as UserId, isAdmin: true },
    path: { user_id: ann },
  });
  expect(headers).toBeDefined();
  expect(answered()).toMatchObject({
    route: 'get-user',
    status: 200,
    request_id: expect.any(String),
    caller_id: 'root',
    user_id: ann,
  });
});

test('"me" is logged as the caller', async () => {
  await api.call('get-user', { as: { userId: ann }, path: { user_id: 'me' } });
  expect(answered()).toMatchObject({ caller_id: ann, user_id: ann });
});

test("an order is logged with its id and its stock's", async () => {
  const { json } = await api.call('place-buy', {
    as: { userId: ann },
    path: { user_id: 'me' },
    body: { stock_id: CIB, total: 1, upper_bound: 2 },
  });
  expect(answered()).toMatchObject({ order_id: json.id, stock_id: CIB, user_id: ann });
});

test("the ids of one request don't carry over to the next", async () => {
  await api.call('place-buy', {
    as: { userId: ann },
    path: { user_id: 'me' },
    body: { stock_id: CIB, total: 0, upper_bound: 2 },
  });
  expect(answered()).toMatchObject({ status: 400, user_id: ann });
  expect(answered()).not.toHaveProperty('order_id');
});

test('neither a body nor a token is ever logged', async () => {
  await api.call('deposit', {
    as: { userId: ann },
    path: { user_id: 'me' },
    body: { amount: 123.4567 },
    headers: { authorization: 'Bearer secret-token' },
  });
  expect(JSON.stringify(printed)).not.toMatch(/123\.4567|secret-token/);
});
