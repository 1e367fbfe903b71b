import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type AwsEndpoint, startAwsEndpoint } from '../../../local/aws/aws-endpoint';

let aws: AwsEndpoint;
const asked: string[] = [];

beforeAll(async () => {
  aws = await startAwsEndpoint((line) => asked.push(line));
  aws.serve({
    sqs: async (operation) => note({ asked: operation }),
    cognito: async (operation) => ({ status: 200, body: note({ asked: operation }) }),
    publish: async (topic) => void note({ asked: topic }),
  });
});
beforeEach(() => void asked.splice(0));
afterAll(() => aws.stop());

function note<Asked extends { asked: string }>(what: Asked): Asked {
  asked.push(what.asked);
  return what;
}

const ADMIN = 'AWSCognitoIdentityProviderService.AdminSetUserPassword';
const signedBy = (key: string) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260105/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0`;

async function post(
  headers: Record<string, string>,
  { path = '/', body = '{}' }: { path?: string; body?: string | Buffer } = {},
) {
  const outgoing = request(aws.url + path, { method: 'POST', headers });
  outgoing.on('error', () => undefined);
  const answered = once(outgoing, 'response');
  outgoing.end(body);
  const [response] = await answered;
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}

const own = () => ({ authorization: signedBy(aws.accessKeyId) });

test.each<[string, () => Record<string, string>, string]>([
  ['without a key', () => ({}), '/'],
  ['with the key that everybody knows', () => ({ authorization: signedBy('local') }), '/'],
  ['with a key that is cut off', () => ({ authorization: signedBy(aws.accessKeyId.slice(0, -1)) }), '/'],
  ['with the key in another place', () => ({ authorization: `Bearer ${aws.accessKeyId}` }), '/'],
  ['to publish, without a key', () => ({}), '/topics/trading%2Fusers%2Fbob%2Forders'],
])('a request %s is refused and reaches no service', async (_, headers, path) => {
  const answer = await post({ ...headers(), 'x-amz-target': ADMIN }, { path });
  expect([answer.status, answer.body.__type]).toEqual([403, 'UnrecognizedClientException']);
  expect(asked).toEqual([]);
});

test.each([
  ['another host', { host: 'evil.example' }],
  ['the name of this machine', { host: 'localhost' }],
  ['a page in a browser', { origin: 'http://evil.example' }],
  ['a page that hides where it is from', { origin: 'null' }],
])('a request from %s is refused, with the right key or without', async (_, headers) => {
  for (const key of [own(), {}]) {
    const answer = await post({ ...key, ...headers, 'x-amz-target': 'AmazonSQS.PurgeQueue' });
    expect([answer.status, answer.body.__type]).toEqual([403, 'AccessDeniedException']);
  }
  const open = await post({ ...headers, 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' });
  expect([open.status, asked]).toEqual([403, []]);
});

test('functions, which have the key, are answered', async () => {
  for (const target of [ADMIN, 'AmazonSQS.SendMessage']) {
    const { status, body } = await post({ ...own(), 'x-amz-target': target });
    expect([status, body.asked]).toEqual([200, target.replace(/.*\./, '')]);
  }
  expect((await post(own(), { path: '/topics/a%2Fb' })).status).toBe(200);
  expect(asked).toContain('a/b');
});

test("Cognito's public operations need no key, as SDKs send none", async () => {
  const { body } = await post({ 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' });
  expect(body.asked).toBe('InitiateAuth');
});

test('a body larger than any message is refused before it is read', async () => {
  const headers = {
    ...own(),
    'x-amz-target': 'AmazonSQS.SendMessage',
    'content-length': String(300 * 1024 * 1024),
  };
  const { status, body } = await post(headers);
  expect([status, body.__type]).toEqual([413, 'RequestEntityTooLarge']);
});

test("a body that isn't JSON is rejected as such", async () => {
  const { status, body } = await post({ ...own(), 'x-amz-target': 'AmazonSQS.SendMessage' }, { body: '{' });
  expect([status, body.__type]).toEqual([400, 'SerializationException']);
});

test('each start has a new key', async () => {
  const another = await startAwsEndpoint(() => undefined);
  expect(another.accessKeyId).not.toBe(aws.accessKeyId);
  await another.stop();
});
