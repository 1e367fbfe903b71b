// Creates the demo users and the administrator that a start may request, through the HTTP API like any other user.
// Every start checks what is missing, so the next one recovers from a crash between two steps.
import * as z from 'zod';
import type { IdentityProvider } from '../identity/identity-provider';
import { newPassword } from './password';
import { type PatientAnswer, requestPatiently } from './patient-request';

interface SignUpOptions {
  apiUrl: string;
  poolId: string;
  identity: IdentityProvider;
}

export interface DemoUsersOptions extends SignUpOptions {
  /** Overrides the generated password, also for existing users. */
  passwords: { demo?: string | undefined; admin?: string | undefined };
}

export interface DemoUser {
  username: string;
  /** Undefined if it was set and printed at an earlier start. */
  password?: string | undefined;
}

const DEMO_CASH = 100_000;
const Account = z.object({ recent_transactions: z.array(z.unknown()) });

export async function createDemoUsers({ passwords, ...options }: DemoUsersOptions): Promise<DemoUser[]> {
  const { apiUrl, identity } = options;
  const demo = await signUp('demo', passwords.demo, options);
  const token = { authorization: `Bearer ${await identity.issueAccessToken('demo')}` };
  const { response: account } = await requestPatiently(() =>
    fetch(`${apiUrl}/users/me/`, { headers: token }),
  );
  if (!account.ok) throw await unexpected('read', 'demo', account);
  if (Account.parse(await account.json()).recent_transactions.length === 0) {
    const once = { ...token, 'idempotency-key': 'demo-cash' };
    const { response: deposit } = await post(`${apiUrl}/users/me/deposit/`, { amount: DEMO_CASH }, once);
    if (!deposit.ok) throw await unexpected('give cash to', 'demo', deposit);
  }
  return [demo, await createAdministrator(passwords.admin, options)];
}

/** The user `admin`, with or without a demo: someone has to appoint the other administrators. */
export async function createAdministrator(
  password: string | undefined,
  options: SignUpOptions,
): Promise<DemoUser> {
  const admin = await signUp('admin', password, options);
  await options.identity.addToGroup('admin', 'admin');
  return admin;
}

async function signUp(
  username: string,
  given: string | undefined,
  { apiUrl, poolId, identity }: SignUpOptions,
): Promise<DemoUser> {
  // As the API does: systems type `é` as one code point or two.
  const password = given?.normalize('NFC') ?? newPassword();
  const email = `${username}@example.com`;
  const { response: created, isRepeated } = await post(`${apiUrl}/users/`, { username, email, password });
  if (created.status === 201 || created.status === 202) {
    await identity.confirm(username);
    if (created.status === 202) await openAccount(username, password, apiUrl);
    return { username, password };
  }
  if (created.status !== 409) throw await unexpected('create', username, created);
  if (given === undefined && !isRepeated) return { username };
  const change = { UserPoolId: poolId, Username: username, Password: password, Permanent: true };
  const { status, body } = await identity.handle('AdminSetUserPassword', change);
  if (status !== 200)
    throw new Error(`The password of ${username} was not accepted: ${JSON.stringify(body)}`);
  return { username, password };
}

/** The address is made up and needs no proof: the user is already confirmed in the pool, so any code is accepted. */
async function openAccount(username: string, password: string, apiUrl: string): Promise<void> {
  const { response: opened } = await post(`${apiUrl}/users/confirm/`, { username, password, code: '000000' });
  if (!opened.ok) throw await unexpected('open the account of', username, opened);
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<PatientAnswer> {
  return requestPatiently(() =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );
}

async function unexpected(what: string, username: string, response: Response): Promise<Error> {
  return new Error(`Could not ${what} the user ${username}: ${response.status} ${await response.text()}`);
}
