import { maySubscribe } from '../../../local/broker/access';
import { startBroker } from '../../../local/broker/broker';
import type { Broker } from '../../../local/broker/message';
import { aClient, disconnectAll } from '../../../testing/brokers/clients';

let broker: Broker;
beforeEach(async () => {
  broker = await startBroker({
    kind: 'embedded',
    host: '127.0.0.1',
    port: 0,
    topicFilter: 'thndr-trading/#',
    username: 'feed',
    password: 'secret',
    userOf: async (token) => (token.startsWith('token of ') ? token.slice('token of '.length) : undefined),
    deliver: async () => undefined,
    log: () => undefined,
  });
});
afterEach(async () => {
  await disconnectAll();
  await broker.stop();
});

const PUBLISHER = { username: 'feed', password: 'secret' };
const user = (id: string) => ({ username: id, password: `token of ${id}` });

test.each([
  ['nobody', {}],
  ['a wrong password', { ...PUBLISHER, password: 'other' }],
  ['what is no token', { username: 'ann', password: 'let-me-in' }],
])('%s is not let in', async (_, credentials) => {
  await expect(aClient(broker.url, credentials)).rejects.toThrow(/Bad username or password/);
});

test('a user who publishes ticks is disconnected', async () => {
  const ann = await aClient(broker.url, user('ann'));
  const closed = new Promise<void>((resolve) => ann.once('close', () => resolve()));
  ann.publish('thndr-trading/cib', '{}', { qos: 1 }, () => undefined);
  await closed;
  const feed = await aClient(broker.url, PUBLISHER);
  await feed.publishAsync('thndr-trading/cib', '{}', { qos: 1 });
});

test("a user may subscribe to their own orders and every quote, but not to others' orders", async () => {
  const ann = await aClient(broker.url, user('ann'));
  const asked = ['trading/users/ann/orders', 'trading/stocks/+/quote', 'trading/users/bob/orders'];
  const granted = await Promise.all(
    asked.map((topic) =>
      ann.subscribeAsync(topic, { qos: 1 }).then(
        () => true,
        () => false,
      ),
    ),
  );
  expect(granted).toEqual([true, true, false]);
});

test("nobody can take over another user's connection by its client id", async () => {
  const ann = await aClient(broker.url, { ...user('ann'), clientId: 'ann' });
  await expect(aClient(broker.url, { ...user('eve'), clientId: 'ann' })).rejects.toThrow(
    /Bad username or password/,
  );
  expect(ann.connected).toBe(true);
  await ann.publishAsync('nowhere', '').catch(() => undefined);
});

test.each([
  ['user ann', 'trading/users/ann/orders', true],
  ['user ann', 'trading/users/ann/#', true],
  ['user ann', 'trading/users/bob/orders', false],
  ['user ann', 'trading/users/+/orders', false],
  ['user ann', 'trading/users/#', false],
  ['user ann', 'trading/+/ann/orders', false],
  ['user ann', 'trading/#', false],
  ['user ann', '+/users/ann/orders', false],
  ['user ann', '#', false],
  ['user ann', '+/+/+/orders', false],
  ['user ann', 'trading/stocks/+/quote', true],
  ['user ann', 'thndr-trading/#', true],
  ['publisher', 'trading/users/ann/orders', false],
  ['publisher', 'trading/#', false],
  ['publisher', 'trading/stocks/cib/quote', true],
  ['anyone', 'trading/users/ann/orders', true],
  ['anyone', '$SYS/#', false],
] as const)('as %s, %s: %s', (principal, filter, may) => {
  expect(maySubscribe(principal, filter)).toBe(may);
});
