import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { answerOf, openApi, type RouteHandler, type TestApi } from '../../testing/api';
import { aUser } from '../../testing/builders';
import { failing, interfere, named } from '../../testing/interference';
import { notedRetry } from '../../testing/patience';
import { testClient } from '../../testing/test-store';

let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  useStore({ ...api.store, retry: notedRetry() });
  ann = await aUser(api.store);
});

/** A service that takes requests and answers none, as an engine does that was stopped by a signal. */
async function whileOneHangs(work: (endpoint: string) => Promise<void>): Promise<void> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a call that hangs is given up, not just warned about', async () => {
  await whileOneHangs(async (endpoint) => {
    const client = testClient(endpoint, 20);
    const key = { PK: 'a', SK: 'b' };
    await expect(
      client.call('GetItem', { TableName: 'table', Key: key, ConsistentRead: true }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    client.destroy();
  });
});

test.each(['TimeoutError', 'ThrottlingException', 'InternalServerError'])(
  'when the store keeps failing with %s, the answer is a 503 that says when to retry',
  async (name) => {
    interfere(api.store, { on: 'GetItem', times: 20, before: failing(named(name)) });
    interfere(api.store, { on: 'Query', times: 20, before: failing(named(name)) });
    const { status, json, headers } = await api.call('get-user', { as: { userId: ann } });
    expect([status, json.code, headers['retry-after']]).toEqual([503, 'unavailable', '1']);
  },
);

test('a function about to run out of time says so itself, before it is cut off', async () => {
  await whileOneHangs(async (endpoint) => {
    const client = testClient(endpoint);
    useStore({ ...api.store, client });
    const { handler }: { handler: RouteHandler } = await import(`../../functions/http/${'get-user'}`);
    const hurried: RouteHandler = (event, context) =>
      handler(event, { ...context, getRemainingTimeInMillis: () => 260 });
    const answer = await answerOf(hurried, 'get-user', { as: { userId: ann } });
    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([
      503,
      'unavailable',
      '1',
    ]);
    client.destroy();
  });
});
