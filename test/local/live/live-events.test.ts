import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { createWebSocketStream, WebSocket } from 'ws';
import type { Outcome } from '../../../local/functions/outcome';
import { type LiveEvents, startLiveEvents } from '../../../local/live/live-events';
import { listen } from '../../../local/ports';
import { FILTERS, LISTENERS, type Listener, type LiveIdentities, TOPICS } from '../../../testing/live-access';
import { type ServedApi, type ServedUser, serveApi } from '../../../testing/served-api';

/** Browsers' own broker over real WebSockets, let in by the product's own function. */
let api: ServedApi;
let identities: LiveIdentities;
let live: LiveEvents;
let server: Server;
let port: number;
/** Asked instead of the function, where a test is about what an authorizer may answer. */
let authorizer: ((event: object) => Promise<Outcome>) | undefined;
const lines: string[] = [];
const clients: MqttClient[] = [];

beforeAll(async () => {
  api = await serveApi();
  identities = {
    ann: await api.newUser('ann'),
    eve: await api.newUser('eve'),
    root: await api.newUser('root', 'admin'),
  };
  const invoke = async (_arn: string, event: unknown): Promise<Outcome> => {
    if (authorizer) return await authorizer(Object(event));
    return { ok: true, payload: JSON.stringify(await api.invoke('authorize-subscriber', event)) };
  };
  const started = await startLiveEvents(api.stack, { invoke }, (line) => lines.push(line));
  if (!started) throw new Error('the template lets browsers listen');
  live = started;
  server = createServer();
  server.on('upgrade', (request, socket, head) => live.takeUpgrade(request, socket, head));
  port = await listen(server, '127.0.0.1', 0);
});
afterEach(async () => {
  authorizer = undefined;
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});
afterAll(async () => {
  await live.stop();
  server.close();
  await api.stop();
});

let count = 0;
const clientIdOf = ({ id }: ServedUser) => `console-${id}-${String(count++).padStart(8, '0')}`;

function open(options: IClientOptions, path = '/mqtt'): MqttClient {
  const client = mqtt.connect(`ws://127.0.0.1:${port}${path}`, {
    reconnectPeriod: 0,
    username: '',
    protocolVersion: 4,
    clean: true,
    ...options,
  });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

/** @returns the client, or the return code or the error that it was refused with */
async function connect(options: IClientOptions, path?: string): Promise<MqttClient | number | string> {
  const client = open(options, path);
  return await new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    client.once('error', (error) => resolve('code' in error ? Number(error.code) : error.message));
    client.once('close', () => resolve('closed'));
  });
}

async function connected(user: ServedUser): Promise<MqttClient> {
  const client = await connect({ clientId: clientIdOf(user), password: user.token });
  if (!(client instanceof mqtt.MqttClient)) throw new Error(`${user.username} was refused: ${client}`);
  return client;
}

async function granted(client: MqttClient, filter: string): Promise<boolean> {
  const subscribed = await client.subscribeAsync(filter, { qos: 0 }).catch(() => []);
  return subscribed.some(({ qos }) => Number(qos) < 128);
}

describe.each(LISTENERS)('%s', (who: Listener) => {
  test.each(FILTERS)('subscribes to $name only if allowed', async ({ filter, allowed }) => {
    const client = await connected(identities[who]);
    expect(await granted(client, filter(identities))).toBe(allowed.includes(who));
  });

  test('hears exactly what it is allowed to, of everything published', async () => {
    const client = await connected(identities[who]);
    for (const { filter } of FILTERS) await granted(client, filter(identities));
    const heard: string[] = [];
    const last = `trading/stocks/last/quote`;
    const isOver = new Promise<void>((resolve) => {
      client.on('message', (topic) => (topic === last ? resolve() : heard.push(topic)));
    });
    for (const { topic } of TOPICS) live.publish(topic(identities), Buffer.from('{}'));
    live.publish(last, Buffer.from('{}'));
    await isOver;
    const expected = TOPICS.filter(({ heardBy }) => heardBy.includes(who)).map(({ topic }) =>
      topic(identities),
    );
    expect([...new Set(heard)].toSorted()).toEqual(expected.toSorted());
  });

  test.each(TOPICS)('is disconnected for publishing to $name, and nobody hears it', async ({ topic }) => {
    const listener = await connected(identities.root);
    for (const { filter } of FILTERS) await granted(listener, filter(identities));
    const heard: string[] = [];
    listener.on('message', (_topic, payload) => heard.push(payload.toString()));
    const client = await connected(identities[who]);
    const isCut = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(topic(identities), 'forged', { qos: 1 }).on('error', () => undefined);
    await isCut;
    live.publish('trading/stocks/x/quote', Buffer.from('real'));
    await new Promise<void>((resolve) => listener.once('message', () => resolve()));
    expect(heard).not.toContain('forged');
  });
});

describe('a browser is refused', () => {
  const NOT_AUTHORIZED = 5;
  const credentials = (clientId: string, password?: string): IClientOptions => ({
    clientId,
    ...(password !== undefined && { password }),
  });

  test.each<[string, () => IClientOptions]>([
    ['without a token', () => credentials(clientIdOf(identities.ann))],
    ['with a bad one', () => credentials(clientIdOf(identities.ann), 'x.y.z')],
    ['with an ID token', () => credentials(clientIdOf(identities.ann), identities.ann.idToken)],
    ['under another’s client id', () => credentials(clientIdOf(identities.eve), identities.ann.token)],
  ])('%s', async (_, options) => {
    expect(await connect(options())).toBe(NOT_AUTHORIZED);
  });

  test('with a persistent session or a will', async () => {
    const options = { clientId: clientIdOf(identities.ann), password: identities.ann.token };
    expect(await connect({ ...options, clean: false })).toBe('closed');
    const will = {
      topic: 'trading/stocks/x/quote',
      payload: Buffer.from('x'),
      qos: 0,
      retain: false,
    } as const;
    expect(await connect({ ...options, will })).toBe('closed');
  });

  test("on a user's eleventh connection, until another ends", async () => {
    const ten: MqttClient[] = [];
    for (let each = 0; each < 10; each++) ten.push(await connected(identities.eve));
    const options = () => ({ clientId: clientIdOf(identities.eve), password: identities.eve.token });
    expect(await connect(options())).toBe(NOT_AUTHORIZED);
    await connected(identities.ann);
    await ten[0]?.endAsync();
    await connected(identities.eve);
  });

  test('when it sends more than 8 KB at once', async () => {
    const client = await connected(identities.ann);
    const isCut = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const many = Array.from({ length: 200 }, (_, index) => `trading/stocks/${'x'.repeat(60)}${index}/quote`);
    client.subscribe(many, () => undefined);
    await isCut;
  });

  test('a fifty-first subscription, but not the fiftieth again', async () => {
    const client = await connected(identities.ann);
    for (let each = 0; each < 50; each++) await granted(client, `trading/stocks/${each}/quote`);
    expect(await granted(client, 'trading/stocks/50/quote')).toBe(false);
    expect(await granted(client, 'trading/stocks/49/quote')).toBe(true);
    await client.unsubscribeAsync('trading/stocks/0/quote');
    expect(await granted(client, 'trading/stocks/50/quote')).toBe(true);
  });
});

/** In the middle of what is told to it, as tabs are closed. */
test.each<[string, (socket: WebSocket) => void]>([
  ['says so', (socket) => socket.close()],
  ['is gone', (socket) => socket.terminate()],
])('nothing is reported about a browser that leaves and %s', async (_, leave) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/mqtt`, 'mqtt');
  const connection = createWebSocketStream(socket);
  connection.on('error', () => undefined);
  const { id, token } = identities.ann;
  const topic = 'trading/stocks/x/quote';
  const packets = [
    generate({
      cmd: 'connect',
      clientId: `console-${id}-leaves00`,
      username: '',
      password: Buffer.from(token),
      keepalive: 30,
    }),
    generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 0 }] }),
  ];
  const heard = once(connection, 'data');
  for (const packet of packets) connection.write(packet);
  await heard;
  const left = once(socket, 'close');
  lines.length = 0;
  leave(socket);
  // Until nobody is there any more, so that some are told while the connection ends.
  for (let isOver = false; !isOver; ) {
    for (let each = 0; each < 100; each++) live.publish(topic, Buffer.alloc(1_000));
    isOver = await Promise.race([
      left.then(() => true),
      new Promise<false>((resolve) => setImmediate(resolve, false)),
    ]);
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(lines).toEqual([]);
});

describe('a WebSocket', () => {
  async function statusOf(path: string, origin?: string, protocol = 'mqtt'): Promise<number> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol, { ...(origin && { origin }) });
    socket.on('error', () => undefined);
    return await new Promise((resolve) => {
      socket.once('open', () => {
        socket.close();
        resolve(101);
      });
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    });
  }

  test.each<[string, number, () => Promise<number>]>([
    ['of the own page', 101, () => statusOf('/mqtt', `http://127.0.0.1:${port}`)],
    ['of a program', 101, () => statusOf('/mqtt')],
    ['with a query', 101, () => statusOf('/mqtt?x-amz-customauthorizer-name=trading-dev-console')],
    ['of another page', 403, () => statusOf('/mqtt', 'https://example.com')],
    ['of the same host on another port', 403, () => statusOf('/mqtt', 'http://127.0.0.1:1')],
    ['of a page without a host', 403, () => statusOf('/mqtt', 'null')],
    ['somewhere else', 404, () => statusOf('/mqtt/x')],
    ['at the root', 404, () => statusOf('/')],
    ['for something else', 400, () => statusOf('/mqtt', undefined, 'graphql-ws')],
  ])('%s is answered %d', async (_, status, attempt) => {
    expect(await attempt()).toBe(status);
  });
});

describe('an authorizer', () => {
  const permit = (changes: object = {}): Outcome => ({
    ok: true,
    payload: JSON.stringify({
      isAuthenticated: true,
      principalId: 'p',
      policyDocuments: [
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'iot:Connect',
              Resource: ['arn:aws:iot:us-east-1:000000000000:client/*'],
            },
          ],
        },
      ],
      disconnectAfterInSeconds: 300,
      refreshAfterInSeconds: 300,
      ...changes,
    }),
  });
  const SERVER_UNAVAILABLE = 3;

  test('is given what IoT Core gives it', async () => {
    const events: object[] = [];
    authorizer = async (event) => {
      events.push(event);
      return permit();
    };
    await connect({ clientId: 'me', username: 'name', password: 'secret' }, '/mqtt?x=1');
    expect(events).toEqual([
      expect.objectContaining({
        signatureVerified: false,
        protocols: ['http', 'mqtt'],
        protocolData: {
          http: { headers: expect.objectContaining({ upgrade: 'websocket' }), queryString: '?x=1' },
          mqtt: { clientId: 'me', username: 'name', password: Buffer.from('secret').toString('base64') },
        },
      }),
    ]);
  });

  test.each<[string, () => Outcome]>([
    ['fails', () => ({ ok: false, errorType: 'Error', errorMessage: 'out of order', trace: [] })],
    ['names a principal that IoT Core does not take', () => permit({ principalId: 'a-b' })],
    ['sets an end that IoT Core does not take', () => permit({ disconnectAfterInSeconds: 60 })],
    [
      'denies, which is not understood here',
      () =>
        permit({
          policyDocuments: [
            {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Deny', Action: 'iot:Connect', Resource: ['*'] }],
            },
          ],
        }),
    ],
    [
      'has too much to say',
      () =>
        permit({
          policyDocuments: [
            {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: ['x'.repeat(2048)] }],
            },
          ],
        }),
    ],
  ])('that %s lets nobody in, and is reported', async (_, answer) => {
    lines.length = 0;
    authorizer = async () => answer();
    expect(await connect({ clientId: 'me', password: 'secret' })).toBe(SERVER_UNAVAILABLE);
    expect(lines.join('\n')).toContain('live: the authorizer');
  });

  test('whose policy does not allow the client id lets nobody in', async () => {
    authorizer = async () => permit({ policyDocuments: [] });
    expect(await connect({ clientId: 'me', password: 'secret' })).toBe(5);
  });

  test('sets when the connection ends, which frees its place', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      authorizer = async () => permit({ disconnectAfterInSeconds: 300 });
      const client = await connect({ clientId: 'me', password: 'secret', keepalive: 0 });
      if (!(client instanceof mqtt.MqttClient)) throw new Error(`refused: ${client}`);
      const isCut = new Promise<void>((resolve) => client.once('close', () => resolve()));
      await jest.advanceTimersByTimeAsync(299_000);
      expect(client.connected).toBe(true);
      await jest.advanceTimersByTimeAsync(1_000);
      await isCut;
    } finally {
      jest.useRealTimers();
    }
  });
});

test('events published while the host stops are dropped without an error', async () => {
  const reports: string[] = [];
  const stopping = await startLiveEvents(api.stack, { invoke: () => Promise.reject() }, (line) =>
    reports.push(line),
  );
  await stopping?.stop();
  stopping?.publish('trading/quotes/a', Buffer.from('{}'));
  await new Promise(setImmediate);
  expect(reports).toEqual([]);
});
