import { connect, createServer, type Server, type Socket } from 'node:net';
import * as z from 'zod';
import { statisticsOf } from '../../../functions/domain/stock';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { StoreUnavailable } from '../../../functions/storage/table/retry';
import type { Store } from '../../../functions/storage/table/store';
import { aUser, buy, CIB, seconds, shares, tick } from '../../../testing/builders';
import { notedRetry, UNTIRING } from '../../../testing/patience';
import { openTestStore, testClient } from '../../../testing/test-store';

/** Fault 19 of the original: its connection to the database was cut, and later ticks were lost. */
describe('a connection that drops', () => {
  let proxy: Server;
  let port = 0;
  const sockets = new Set<Socket>();
  const engine = new URL(process.env.TEST_DYNAMODB_ENDPOINT ?? '');

  function listen(): Promise<void> {
    proxy = createServer((socket) => {
      const upstream = connect(Number(engine.port), engine.hostname);
      for (const end of [socket, upstream]) {
        sockets.add(end);
        end.on('error', () => end.destroy());
      }
      socket.pipe(upstream).pipe(socket);
    });
    return new Promise((resolve) => {
      proxy.listen(port, '127.0.0.1', () => {
        port = z.object({ port: z.int() }).parse(proxy.address()).port;
        resolve();
      });
    });
  }

  async function cut(): Promise<void> {
    const closed = new Promise((resolve) => proxy.close(resolve));
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  }

  beforeEach(listen);
  afterEach(cut);

  test('fails ticks while it is down, and picks up where it left off once it is back', async () => {
    const direct = await openTestStore({ retry: UNTIRING });
    const client = testClient(`http://127.0.0.1:${port}`);
    const store: Store = { ...direct, client, retry: notedRetry() };
    const ann = await aUser(direct, { cash: 100 });
    await tick(store, { price: 20, availability: 0 });
    await buy(store, ann, { total: 10, upper: 10 });
    await cut();
    const filling = { price: 10, availability: 10, at: seconds(1) };
    await expect(tick(store, filling)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await shares(direct, ann)).toMatchObject({ available: 0 });
    await listen();
    await tick(store, filling);
    await tick(store, { price: 11, availability: 1, at: seconds(2) });
    expect(await shares(direct, ann)).toMatchObject({ available: 10 });
    const stock = await readStock(direct, CIB);
    expect(stock && statisticsOf(stock).count).toBe(3);
    client.destroy();
  });
});
