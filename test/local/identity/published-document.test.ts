import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type Discovery, serveDiscovery } from '../../../local/identity/discovery';
import { type IdentityProvider, openIdentityProvider } from '../../../local/identity/identity-provider';

let identity: IdentityProvider;
let discovery: Discovery;

beforeAll(async () => {
  identity = await openIdentityProvider({
    region: 'us-east-1',
    poolId: 'us-east-1_test',
    clientId: 'client',
  });
  discovery = await serveDiscovery(identity);
});
afterAll(async () => {
  await discovery.stop();
  await identity.stop();
});

async function documentAt(path: string) {
  const response = await fetch(new URL(path, discovery.url));
  return { status: response.status, body: await response.json() };
}

test("discovery names the tokens' issuer and where its keys are", async () => {
  const { status, body } = await documentAt('/us-east-1_test/.well-known/openid-configuration');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    issuer: identity.issuer,
    jwks_uri: `${identity.issuer}/.well-known/jwks.json`,
  });
});

test('a token verifies with the published keys', async () => {
  const user = { UserPoolId: 'us-east-1_test', Username: 'sara' };
  await identity.handle('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  const token = await identity.issueAccessToken('sara');
  const keys = createRemoteJWKSet(new URL(`${discovery.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(token, keys, { issuer: identity.issuer });
  expect(payload).toMatchObject({ token_use: 'access', username: 'sara' });
});

test('nothing is published for another pool', async () => {
  expect((await documentAt('/us-east-1_other/.well-known/jwks.json')).status).toBe(404);
});
