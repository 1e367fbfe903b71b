import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { allows, MOST_POLICY_CHARACTERS } from '../../local/live/connection-policy';
import { FILTERS, LISTENERS, type Listener, type LiveIdentities, TOPICS } from '../../testing/live-access';
import { type ServedApi, serveApi } from '../../testing/served-api';

/** The function that IoT Core asks about browsers, with real tokens: what its policy allows, and whom it refuses. */
let api: ServedApi;
let identities: LiveIdentities;
beforeAll(async () => {
  api = await serveApi();
  identities = {
    ann: await api.newUser('ann'),
    eve: await api.newUser('eve'),
    root: await api.newUser('root', 'admin'),
  };
});
afterAll(() => api.stop());

function eventOf(clientId: string, password: string): object {
  return {
    signatureVerified: false,
    protocols: ['http', 'mqtt'],
    protocolData: { mqtt: { clientId, username: '', password: Buffer.from(password).toString('base64') } },
  };
}

const ask = (clientId: string, password: string) =>
  api.invoke('authorize-subscriber', eventOf(clientId, password));
const connect = (who: Listener) => ask(`console-${identities[who].id}-01234567`, identities[who].token);

// biome-ignore lint/suspicious/noExplicitAny: tests look into the answer, and fail where it differs
async function policiesOf(who: Listener): Promise<any[]> {
  const answer = await connect(who);
  if (typeof answer !== 'object' || answer === null || !('policyDocuments' in answer))
    throw new Error('refused');
  return Array.isArray(answer.policyDocuments) ? answer.policyDocuments : [];
}

const PLACE = 'arn:aws:iot:us-east-1:000000000000';

describe.each(LISTENERS)('%s', (who) => {
  test('connects only under a client id that contains its own user id', async () => {
    const policies = await policiesOf(who);
    const mayConnect = (id: string) => allows(policies, 'iot:Connect', `${PLACE}:client/console-${id}-x`);
    expect(LISTENERS.filter((each) => mayConnect(identities[each].id))).toEqual([who]);
    expect(allows(policies, 'iot:Connect', `${PLACE}:client/thing`)).toBe(false);
  });

  test.each(FILTERS)('subscribes to $name only if allowed', async ({ filter, allowed }) => {
    const resource = `${PLACE}:topicfilter/${filter(identities)}`;
    expect(allows(await policiesOf(who), 'iot:Subscribe', resource)).toBe(allowed.includes(who));
  });

  test.each(TOPICS)('receives $name only if allowed', async ({ topic, heardBy }) => {
    const resource = `${PLACE}:topic/${topic(identities)}`;
    expect(allows(await policiesOf(who), 'iot:Receive', resource)).toBe(heardBy.includes(who));
  });

  test("may not publish, and gets a policy that fits IoT Core's limits", async () => {
    const policies = await policiesOf(who);
    const actions = policies.flatMap(({ Statement }) => Statement).map(({ Action }) => Action);
    expect(actions).toEqual(['iot:Connect', 'iot:Subscribe', 'iot:Receive']);
    for (const policy of policies)
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(MOST_POLICY_CHARACTERS);
  });
});

test('the answer suits IoT Core: an alphanumeric principal, and a disconnect when the token expires', async () => {
  expect(await connect('ann')).toMatchObject({
    isAuthenticated: true,
    principalId: identities.ann.id.replaceAll('-', ''),
    disconnectAfterInSeconds: expect.any(Number),
    refreshAfterInSeconds: 86_400,
  });
  const { disconnectAfterInSeconds } = Object(await connect('ann'));
  expect(disconnectAfterInSeconds).toBeGreaterThan(3_000);
  expect(disconnectAfterInSeconds).toBeLessThanOrEqual(3_600);
});

test("a token about to expire still gets IoT Core's minimum connection time", async () => {
  const { token, id } = identities.ann;
  const { username } = identities.ann;
  const old = await api.atTime(-3_590_000, () => api.identity.issueAccessToken(username));
  expect(await ask(`console-${id}-1`, old)).toMatchObject({ disconnectAfterInSeconds: 300 });
  expect(token).not.toBe(old);
});

const REFUSED = { isAuthenticated: false };

describe('who is refused', () => {
  test.each<[string, () => Promise<[string, string]>]>([
    ['nobody', async () => ['console-x-1', '']],
    ['who has no token', async () => [`console-${identities.ann.id}-1`, 'secret']],
    ['an ID token', async () => [`console-${identities.ann.id}-1`, identities.ann.idToken]],
    ['a refresh token', async () => [`console-${identities.ann.id}-1`, identities.ann.refreshToken]],
    ['another’s client id', async () => [`console-${identities.eve.id}-1`, identities.ann.token]],
    ['a client id without a rest', async () => [`console-${identities.ann.id}`, identities.ann.token]],
    ['any other client id', async () => ['browser', identities.ann.token]],
    [
      'an expired token',
      async () => [
        `console-${identities.ann.id}-1`,
        await api.atTime(-3_700_000, () => api.identity.issueAccessToken('ann')),
      ],
    ],
    [
      'a token with a changed payload',
      async () => {
        const [head, , signature] = identities.ann.token.split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims(), sub: identities.root.id }));
        return [`console-${identities.root.id}-1`, `${head}.${payload.toString('base64url')}.${signature}`];
      },
    ],
    [
      'a token without a signature',
      async () => {
        const head = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
        const payload = Buffer.from(JSON.stringify(claims())).toString('base64url');
        return [`console-${identities.ann.id}-1`, `${head}.${payload}.`];
      },
    ],
    ['a token signed with another key', async () => [`console-${identities.ann.id}-1`, await signed({})]],
  ])('%s', async (_, attempt) => {
    expect(await ask(...(await attempt()))).toEqual(REFUSED);
  });

  test.each([
    ['an event without MQTT', { protocolData: { http: {} } }],
    ['a password that is no base64', { protocolData: { mqtt: { clientId: 'x', password: '%' } } }],
    ['nothing', {}],
  ])('%s', async (_, event) => {
    expect(await api.invoke('authorize-subscriber', event)).toEqual(REFUSED);
  });
});

function claims(): Record<string, unknown> {
  return JSON.parse(Buffer.from(identities.ann.token.split('.')[1] ?? '', 'base64url').toString());
}

let foreign: Awaited<ReturnType<typeof generateKeyPair>> | undefined;
async function signed(changes: Record<string, unknown>, kid?: string): Promise<string> {
  foreign ??= await generateKeyPair('RS256');
  const header = { alg: 'RS256', ...(kid && { kid }) };
  return await new SignJWT({ ...claims(), ...changes }).setProtectedHeader(header).sign(foreign.privateKey);
}

/** A pool of our own, so that tokens may be signed with any claim in them. */
describe('a token signed with the right key', () => {
  let keys: Server;
  let verify: (token: string) => Promise<unknown>;
  beforeAll(async () => {
    foreign ??= await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(foreign.publicKey)), kid: 'ours', alg: 'RS256', use: 'sig' };
    keys = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const address = keys.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const before = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
    process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = `http://127.0.0.1:${port}`;
    const { accessTokenVerifier } = await import('../../functions/identity/access-token');
    verify = accessTokenVerifier(String(claims().iss), String(claims().client_id));
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
    else process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = before;
  });
  afterAll(() => keys.close());

  test('is accepted', async () => {
    expect(await verify(await signed({}, 'ours'))).toMatchObject({
      userId: identities.ann.id,
      isAdmin: false,
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['of another client', { client_id: 'another' }],
    ['of another issuer', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' }],
    ['for another use', { token_use: 'id' }],
    ['that is expired', { exp: 1_700_000_000 }],
    ['that never expires', { exp: undefined }],
    ['with a wildcard for a subject', { sub: '*' }],
    ['with a path for a subject', { sub: 'x/../y' }],
    ['without a subject', { sub: undefined }],
    ['whose groups are text', { 'cognito:groups': 'admin' }],
  ])('%s is refused', async (_, changes) => {
    expect(await verify(await signed(changes, 'ours'))).toBeUndefined();
  });

  test("is an error where the keys can't be fetched", async () => {
    const { accessTokenVerifier } = await import('../../functions/identity/access-token');
    const before = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
    process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = 'http://127.0.0.1:9';
    const unreachable = accessTokenVerifier(String(claims().iss), String(claims().client_id));
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
    else process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = before;
    await expect(unreachable(await signed({}, 'ours'))).rejects.toThrow();
  });
});
