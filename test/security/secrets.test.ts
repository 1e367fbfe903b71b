import { inspect } from 'node:util';
import { keepPrintedLines } from '../../testing/printed-lines';
import { type ServedApi, serveApi } from '../../testing/served-api';

const printed = keepPrintedLines('secrets');
let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.stop());

test('no password or token gets into a log of the functions or the host, whether accepted or refused', async () => {
  const { username, password, token, idToken, refreshToken } = await api.newUser('ann');
  const WRONG = 'Wrong-secret-77';
  for (const body of [
    { username, password },
    { username, password: WRONG },
    { refresh_token: refreshToken },
    { refresh_token: WRONG },
    { username, password: [WRONG] },
  ])
    await api.request('POST', '/api/token', { body });
  await api.request('POST', '/api/users', { body: { username, email: 'x@example.com', password: WRONG } });
  await api.request('POST', '/api/token', { text: `{"password":"${WRONG}"` });
  await api.request('GET', '/api/users/me', { token });
  await api.request('GET', '/api/users/me', { token: idToken });
  await api.request('POST', '/api/users/me/deposit', { token, body: { amount: WRONG } });
  const text = inspect([printed, api.reports], { depth: null, maxArrayLength: null, maxStringLength: null });
  expect(printed.length).toBeGreaterThan(5);
  for (const secret of [password, WRONG, token, idToken, refreshToken])
    expect({ secret, isLogged: text.includes(secret) }).toEqual({ secret, isLogged: false });
});

test('a body over 64 KB is a 413 with our own code', async () => {
  const body = { username: 'a'.repeat(66_000), password: 'x' };
  const { status, json } = await api.request('POST', '/api/token', { body });
  expect([status, json.code]).toEqual([413, 'payload_too_large']);
});

test('answers carry the security headers for browsers, and are not cached', async () => {
  const { headers } = await api.request('POST', '/api/token', { body: { username: 'a', password: 'b' } });
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
  expect(headers.get('x-powered-by')).toBeNull();
});
