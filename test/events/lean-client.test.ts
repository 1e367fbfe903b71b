import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { knownEndpoint, lean } from '../../functions/events/lean-client';

const NAMES = ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

beforeEach(() => {
  for (const name of NAMES) delete process.env[name];
});
afterAll(() => {
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

/** Where a call goes, without sending it. */
async function destination(client: DynamoDBClient): Promise<string> {
  let url = '';
  client.middlewareStack.add(
    () => async (args) => {
      const { protocol, hostname, port } = Object(args).request;
      url = `${protocol}//${hostname}${port ? `:${port}` : ''}`;
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await client.send(new ListTablesCommand({}));
  return url;
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const aClient = () => new DynamoDBClient({ ...knownEndpoint('DYNAMODB'), region: 'eu-west-1', credentials });

test('on AWS a call goes to the service in its region', async () => {
  expect(await destination(aClient())).toBe('https://dynamodb.eu-west-1.amazonaws.com');
});

test('a service’s own endpoint takes precedence over the one for all services', async () => {
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
  expect(await destination(aClient())).toBe('http://127.0.0.1:1');
  process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:2';
  expect(await destination(aClient())).toBe('http://127.0.0.1:2');
});

test('the endpoint is looked up once for all of a client’s calls', async () => {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:2';
  const client = aClient();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:3';
  expect(await destination(client)).toBe('http://127.0.0.1:2');
});

test('a lean client drops only the middleware for logging and for the user agent', () => {
  const names = (client: DynamoDBClient) => client.middlewareStack.identify();
  const left = new Set(names(lean(aClient())));
  expect(names(aClient()).filter((name) => !left.has(name))).toEqual([
    expect.stringContaining('loggerMiddleware'),
    expect.stringContaining('getUserAgentMiddleware'),
  ]);
});
