import { type ServedApi, serveApi } from '../../testing/served-api';

// The whole way, over HTTP: the gateway, the handlers, and the embedded identity provider with its post.
let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
  process.env.SIGN_UP = 'confirmed';
});
afterAll(async () => {
  process.env.SIGN_UP = 'open';
  await api.stop();
});

const [PASSWORD, NEW, LAST] = ['Keep-it-secret-1', 'Keep-it-secret-2', 'Keep-it-secret-3'];
const post = (path: string, body: object, token?: string) =>
  api.request('POST', `/api${path}`, { body, token });
const code = () => api.mails.at(-1)?.text.slice(0, 6);
const signIn = (password: string) => post('/token/', { username: 'nour', password });
const refresh = async (refresh_token: string) => (await post('/token/', { refresh_token })).status;

test('a user signs up, resets and changes the password, and each change ends the other sign-ins', async () => {
  const asked = await post('/users/', { username: 'nour', email: 'nour@example.com', password: PASSWORD });
  expect([asked.status, asked.json]).toEqual([
    202,
    { username: 'nour', email: 'nour@example.com', confirmation: 'pending' },
  ]);
  expect(await signIn(PASSWORD)).toMatchObject({ status: 401, json: { code: 'invalid_credentials' } });
  const confirmation = { username: 'nour', password: PASSWORD, code: code() };
  const opened = await post('/users/confirm/', confirmation);
  expect(opened).toMatchObject({ status: 201, json: { username: 'nour', balance: 0 } });
  expect((await post('/users/confirm/', confirmation)).json).toEqual(opened.json);
  const first = (await signIn(PASSWORD)).json.refresh_token;
  expect(await refresh(first)).toBe(200);

  expect(await post('/password/forgot/', { username: 'nour' })).toMatchObject({ status: 202 });
  const reset = { username: 'nour', code: code(), password: NEW };
  expect(await post('/password/reset/', reset)).toMatchObject({
    status: 200,
    json: { password_changed: true },
  });
  expect(await refresh(first)).toBe(401);
  expect((await signIn(PASSWORD)).status).toBe(401);
  expect(await post('/password/reset/', reset)).toMatchObject({
    status: 400,
    json: { code: 'invalid_code' },
  });

  const { access_token: token, refresh_token: second } = (await signIn(NEW)).json;
  const change = { password: NEW, new_password: LAST };
  expect(await post('/users/me/password/', change, token)).toMatchObject({ status: 200 });
  expect(await refresh(second)).toBe(401);
  expect((await signIn(LAST)).status).toBe(200);
});

test('nobody learns which usernames and addresses exist', async () => {
  const sent = api.mails.length;
  const forgotten = await Promise.all(
    ['nour', 'nobody'].map((username) => post('/password/forgot/', { username })),
  );
  expect(forgotten[0]).toMatchObject({ status: 202, json: forgotten[1]?.json });
  expect(api.mails).toHaveLength(sent + 1);
  const attempt = { username: 'nobody', code: '123456', password: NEW };
  expect(await post('/password/reset/', attempt)).toMatchObject({ json: { code: 'invalid_code' } });
  const [taken, free] = await Promise.all(
    ['nour@example.com', 'free@example.com'].map((email, index) =>
      post('/users/', { username: `other${index}`, email, password: PASSWORD }),
    ),
  );
  expect([taken?.status, free?.status]).toEqual([202, 202]);
});

test('nobody can bypass our sign-up with the client id from a token', async () => {
  const { clientId } = api.stack.identity ?? {};
  const request = { ClientId: clientId, SecretHash: 'AAAA', Username: 'eve', Password: PASSWORD };
  expect((await api.identity.handle('SignUp', request)).status).toBe(400);
});
