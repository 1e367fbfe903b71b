import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { IdentityProvider } from '../../../local/identity/identity-provider';
import { clientId, openPool, poolId } from './pool-on-the-wire';

const password = 'Correct-horse-1';

let folder: string;
let dataFile: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'identity-'));
  dataFile = path.join(folder, 'identity.json');
});

afterEach(() => rm(folder, { recursive: true }));

async function signUp(identity: IdentityProvider, Username: string): Promise<void> {
  await identity.handle('AdminCreateUser', { UserPoolId: poolId, Username, MessageAction: 'SUPPRESS' });
  await identity.handle('AdminSetUserPassword', {
    UserPoolId: poolId,
    Username,
    Password: password,
    Permanent: true,
  });
}

const signIn = (identity: IdentityProvider, USERNAME: string) =>
  identity.handle('AdminInitiateAuth', {
    UserPoolId: poolId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME, PASSWORD: password },
  });
const refresh = (identity: IdentityProvider, REFRESH_TOKEN: string) =>
  identity.handle('InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: clientId,
    AuthParameters: { REFRESH_TOKEN },
  });

test('users, sign-ins and keys outlive the process, even if it was never stopped', async () => {
  const first = await openPool({ dataFile });
  await signUp(first, 'mona');
  const token = await first.issueAccessToken('mona');
  const signedIn = await signIn(first, 'mona');
  expect(signedIn).toMatchObject({ status: 200 });
  const { AuthenticationResult } = JSON.parse(JSON.stringify(signedIn.body));

  const second = await openPool({ dataFile });
  expect(await signIn(second, 'mona')).toMatchObject({ status: 200 });
  expect(await refresh(second, AuthenticationResult.RefreshToken)).toMatchObject({ status: 200 });
  const keys = createLocalJWKSet(second.jwks() as JSONWebKeySet);
  await expect(jwtVerify(token, keys, { issuer: second.issuer })).resolves.toBeDefined();
});

test('every change that was answered is in the file, even with many at once', async () => {
  const identity = await openPool({ dataFile });
  const names = Array.from({ length: 20 }, (_, index) => `user-${index}`);
  await Promise.all(names.map((name) => signUp(identity, name)));
  const { users } = JSON.parse(await readFile(dataFile, 'utf8'));
  expect(users).toHaveLength(20);
  expect(users).toEqual(users.map(() => expect.objectContaining({ status: 'CONFIRMED' })));
});

test('the file is for its owner only, and holds neither a password nor a refresh token', async () => {
  const identity = await openPool({ dataFile });
  await signUp(identity, 'mona');
  const { body } = await signIn(identity, 'mona');
  const { AuthenticationResult } = JSON.parse(JSON.stringify(body));
  const text = await readFile(dataFile, 'utf8');
  expect((await stat(dataFile)).mode & 0o777).toBe(0o600);
  expect(text).not.toContain(password);
  expect(text).not.toContain(AuthenticationResult.RefreshToken);
});

test('a half-written replacement left by a crash is ignored', async () => {
  const first = await openPool({ dataFile });
  await signUp(first, 'mona');
  await writeFile(`${dataFile}.new`, '{"version":1,"users":[');
  const second = await openPool({ dataFile });
  expect(await signIn(second, 'mona')).toMatchObject({ status: 200 });
});

test('a damaged file stops the start with an error that names it, and is left as it is', async () => {
  await writeFile(dataFile, '{"version":1}');
  await expect(openPool({ dataFile })).rejects.toMatchObject({
    name: 'Refusal',
    message: `The identity file ${dataFile} is damaged. Restore it from a backup, or start afresh with another --data folder.`,
  });
  expect(await readFile(dataFile, 'utf8')).toBe('{"version":1}');
});
