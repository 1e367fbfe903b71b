import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { createAdministrator, createDemoUsers } from '../../../local/demo/demo-users';
import { newPassword } from '../../../local/demo/password';
import { type IdentityProvider, openIdentityProvider } from '../../../local/identity/identity-provider';
import { listen } from '../../../local/ports';

const poolId = 'us-east-1_demo';
let identity: IdentityProvider;
let server: Server;
let apiUrl: string;
const users = new Map<string, unknown>();
const deposits: unknown[] = [];
let refuseDeposits = false;
/** How many requests are told to come again, and whether they are carried out all the same. */
let busy = { requests: 0, unanswered: false };

// Stands for the API as far as the demo uses it; what the real one does is tested with the handlers.
async function answer(method: string, url: string, body: unknown): Promise<[number, object]> {
  if (
    url === '/users/' &&
    typeof body === 'object' &&
    body !== null &&
    'username' in body &&
    'password' in body
  ) {
    const { username, password } = body;
    if (users.has(String(username))) return [409, { code: 'username_taken' }];
    users.set(String(username), password);
    const pool = { UserPoolId: poolId, Username: username };
    await identity.handle('AdminCreateUser', { ...pool, MessageAction: 'SUPPRESS' });
    await identity.handle('AdminSetUserPassword', { ...pool, Password: password, Permanent: true });
    return [201, {}];
  }
  if (method === 'GET') return [200, { recent_transactions: deposits }];
  if (refuseDeposits) return [503, { code: 'busy' }];
  deposits.push(body);
  return [200, {}];
}

beforeEach(async () => {
  users.clear();
  deposits.length = 0;
  refuseDeposits = false;
  busy = { requests: 0, unanswered: false };
  const scryptCost = { cost: 2, blockSize: 1, parallelization: 1 };
  identity = await openIdentityProvider({ region: 'us-east-1', poolId, clientId: 'client', scryptCost });
  server = createServer(async (incoming, outgoing) => {
    const body = incoming.method === 'POST' ? await json(incoming) : undefined;
    const isBusy = busy.requests > 0;
    if (isBusy) busy.requests -= 1;
    const carriedOut = !isBusy || busy.unanswered;
    const [status, content] = carriedOut
      ? await answer(incoming.method ?? '', incoming.url ?? '', body)
      : [503, {}];
    outgoing.writeHead(isBusy ? 503 : status, { 'retry-after': '0' }).end(JSON.stringify(content));
  });
  apiUrl = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await identity.stop();
});

const create = (passwords = {}) => createDemoUsers({ apiUrl, poolId, identity, passwords });

async function groupsOf(username: string): Promise<unknown> {
  const payload = (await identity.issueAccessToken(username)).split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString())['cognito:groups'];
}

test('the first start creates a user with cash and an administrator, and returns their passwords', async () => {
  expect(await create()).toEqual([
    { username: 'demo', password: users.get('demo') },
    { username: 'admin', password: users.get('admin') },
  ]);
  expect(deposits).toEqual([{ amount: 100_000 }]);
  expect([await groupsOf('demo'), await groupsOf('admin')]).toEqual([undefined, ['admin']]);
});

test('a later start changes nothing and returns no passwords', async () => {
  await create();
  expect(await create()).toEqual([{ username: 'demo' }, { username: 'admin' }]);
  expect(deposits).toHaveLength(1);
});

test('a busy machine is retried', async () => {
  busy = { requests: 3, unanswered: false };
  expect(await create()).toEqual([
    { username: 'demo', password: users.get('demo') },
    { username: 'admin', password: users.get('admin') },
  ]);
});

test('a user whose creation went unanswered has the password returned', async () => {
  busy = { requests: 1, unanswered: true };
  const [demo] = await create();
  const parameters = { USERNAME: 'demo', PASSWORD: demo?.password };
  const signIn = { ClientId: 'client', UserPoolId: poolId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' };
  const signedIn = await identity.handle('AdminInitiateAuth', { ...signIn, AuthParameters: parameters });
  expect(signedIn).toMatchObject({ status: 200 });
});

test('a start after one that failed before the deposit makes the deposit', async () => {
  refuseDeposits = true;
  await expect(create()).rejects.toThrow('Could not give cash to the user demo: 503');
  refuseDeposits = false;
  await create();
  expect(deposits).toHaveLength(1);
  expect(await groupsOf('admin')).toEqual(['admin']);
});

test('a given password also applies to a user from an earlier start', async () => {
  await create();
  const [, admin] = await create({ admin: 'Given-pass-1' });
  expect(admin).toEqual({ username: 'admin', password: 'Given-pass-1' });
  const signIn = {
    ClientId: 'client',
    UserPoolId: poolId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'admin', PASSWORD: 'Given-pass-1' },
  };
  expect(await identity.handle('AdminInitiateAuth', signIn)).toMatchObject({ status: 200 });
});

test('without the demo, an administrator alone can be created, repeatedly', async () => {
  for (const password of ['First-word-1', 'Other-word-2']) {
    const admin = await createAdministrator(password, { apiUrl, poolId, identity });
    expect(admin).toEqual({ username: 'admin', password });
  }
  expect([...users.keys()]).toEqual(['admin']);
  expect(await groupsOf('admin')).toEqual(['admin']);
});

test('a given password that the pool rejects is reported', async () => {
  await create();
  await expect(create({ demo: 'short' })).rejects.toThrow('The password of demo was not accepted');
});

test('a generated password has a character of each kind', () => {
  for (let count = 0; count < 100; count += 1) {
    expect(newPassword()).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!#%+_-])[^'"\\$ ]{20}$/);
  }
});
