import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { Closing } from '../../local/closing';
import { readOptions } from '../../scripts/operate/users/options';
import {
  addPerson,
  demote,
  listPeople,
  type Place,
  promote,
  setPassword,
} from '../../scripts/operate/users/people';
import { placeHere, placeOnAws } from '../../scripts/operate/users/places';
import { type ServedApi, serveApi } from '../../testing/served-api';

let api: ServedApi;
let place: Place;
beforeAll(async () => {
  api = await serveApi();
  if (api.stack.identity === undefined) throw new Error('the stack has people');
  const { poolId, clientId } = api.stack.identity;
  const credentials = { accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'test' };
  const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
  const client = new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1', credentials });
  place = { store: api.store, client, poolId, clientId };
});
afterAll(async () => {
  place.client.destroy();
  await api.stop();
});

const PASSWORD = 'Pass-word-1';
const add = (username: string, password = PASSWORD) =>
  addPerson(place, { username, email: `${username}@example.com`, password });

async function signIn(username: string, password = PASSWORD) {
  return await api.request('POST', '/api/token/', { body: { username, password } });
}

/** Whether a new token of theirs opens what is for administrators. */
async function isAdministrator(username: string): Promise<boolean> {
  const { json } = await signIn(username);
  const { status } = await api.request('GET', '/api/users/', { token: json.access_token });
  return status === 200;
}

test('an added user can sign in and has an account', async () => {
  await add('ann');
  const { json } = await signIn('ann');
  const me = await api.request('GET', '/api/users/me/', { token: json.access_token });
  expect(me.json).toMatchObject({ username: 'ann', email: 'ann@example.com', balance: 0 });
});

test('everybody is listed, with administrators marked', async () => {
  await add('bea');
  await add('cem');
  await promote(place, 'bea');
  expect((await listPeople(place)).filter(({ name }) => name !== 'ann')).toEqual([
    { name: 'bea', email: 'bea@example.com', state: 'confirmed', isAdmin: true },
    { name: 'cem', email: 'cem@example.com', state: 'confirmed', isAdmin: false },
  ]);
});

test('a promoted user is an administrator until demoted', async () => {
  await add('dan');
  expect(await isAdministrator('dan')).toBe(false);
  await promote(place, 'dan');
  expect(await isAdministrator('dan')).toBe(true);
  await demote(place, 'dan');
  expect(await isAdministrator('dan')).toBe(false);
});

test('a new password replaces the old one', async () => {
  await add('eve');
  await setPassword(place, 'eve', 'Other-word-2');
  expect((await signIn('eve')).status).toBe(401);
  expect((await signIn('eve', 'Other-word-2')).status).toBe(200);
});

test.each([
  ['a name that is taken', () => add('ann'), 'ann: '],
  ['a weak password', () => add('fay', 'weak'), 'fay: '],
  ['a name that is none', () => add('not a name'), 'username'],
  ['another weak password', () => setPassword(place, 'ann', 'weak'), 'ann: '],
  ['promoting nobody', () => promote(place, 'nobody'), 'There is no user nobody.'],
  ['demoting nobody', () => demote(place, 'nobody'), 'There is no user nobody.'],
  ['a password for nobody', () => setPassword(place, 'nobody', PASSWORD), 'There is no user nobody.'],
])('%s is refused with a reason, and changes nothing', async (_, work, why) => {
  const before = await listPeople(place);
  await expect(work()).rejects.toThrow(why);
  expect(await listPeople(place)).toEqual(before);
  expect((await signIn('ann')).status).toBe(200);
});

test('where no host runs, the command says what to start', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'users-'));
  await expect(placeHere(data, new Closing())).rejects.toThrow(
    `No host is running on ${data}: run npm start first`,
  );
  rmSync(data, { recursive: true });
});

test('on AWS, the table and the users are those of the stage', async () => {
  const Variables = api.stack.functions.find(({ name }) => name.endsWith('-create-user'))?.environment;
  const lambda = mockClient(LambdaClient);
  lambda.on(GetFunctionConfigurationCommand, { FunctionName: 'trading-staging-create-user' }).resolves({
    Environment: { Variables },
  });
  const closing = new Closing();
  const onAws = await placeOnAws('staging', closing);
  await promote(onAws, 'ann');
  expect(await isAdministrator('ann')).toBe(true);
  await demote(onAws, 'ann');
  expect(await listPeople(onAws)).toEqual(await listPeople(place));
  await closing.run();
});

test.each([
  [['list'], { command: 'list', data: 'data' }],
  [['add', 'ann', '--email', 'a@b.c'], { command: 'add', name: 'ann', email: 'a@b.c' }],
  [['demote', 'ann', '--stage', 'prod'], { command: 'demote', name: 'ann', stage: 'prod' }],
  [
    ['password', 'ann', '--data', 'there'],
    { command: 'password', name: 'ann', data: 'there', password: 'p' },
  ],
])('%j is accepted', (args, options) => {
  expect(readOptions(args, { PASSWORD: 'p' })).toMatchObject(options);
});

test.each([[['promote']], [['praise', 'ann']], [['list', '--stage', 'moon']]])('%j is refused', (args) => {
  expect(() => readOptions(args, {})).toThrow();
});
