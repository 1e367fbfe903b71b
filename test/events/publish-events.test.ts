import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { quoteEvent, userEvent } from '../../functions/contract/events';
import type { OrderId, UserId } from '../../functions/domain/ids';
import { formatInstant } from '../../functions/domain/instant';
import { handler as publishEvents } from '../../functions/events/publish-events';
import { handler as publishQuotes } from '../../functions/events/publish-quotes';
import { logger } from '../../functions/logger';
import { matchTicks } from '../../functions/storage/matching/match-ticks';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { aTick, aUser, buy, CIB, seconds, sell, tick } from '../../testing/builders';
import { changesOf, openStreamedStore, type StreamedStore } from '../../testing/streamed-store';

type Changes = Awaited<ReturnType<typeof changesOf>>;

/** Both see every change, as if their filters let everything through: each tells what is its own. */
async function handler(changes: Changes) {
  const [events, quotes] = [await publishEvents(changes), await publishQuotes(changes)];
  return { batchItemFailures: [...events.batchItemFailures, ...quotes.batchItemFailures] };
}

/** From what the real transactions leave in the engine's stream to what is published. */
const iot = mockClient(IoTDataPlaneClient);
let store: StreamedStore;
let ann: UserId;
const ordersTopic = () => `trading/users/${ann}/orders`;
const QUOTE_TOPIC = `trading/stocks/${CIB}/quote`;

beforeEach(async () => {
  iot.reset();
  store = await openStreamedStore();
  ann = await aUser(store, { cash: 1_000_000 });
  await tick(store, { price: 20, availability: 0 });
});

function published(topic: string): unknown[] {
  return iot
    .commandCalls(PublishCommand)
    .map(({ args: [{ input }] }) => input)
    .filter((input) => input.topic === topic)
    .map(({ payload }) => JSON.parse(Buffer.from(z.instanceof(Uint8Array).parse(payload)).toString('utf8')));
}

const userEvents = () => published(ordersTopic()).map((event) => userEvent.parse(event));
const quotes = () => published(QUOTE_TOPIC).map((event) => quoteEvent.parse(event));
const cancel = (orderId: OrderId) =>
  cancelOrder(store, { userId: ann, orderId, status: 'canceled', reason: 'test' });

test('an order that rests, fills in two parts and is canceled is announced step by step', async () => {
  const order = await buy(store, ann, { total: 10, upper: 10 });
  await tick(store, { price: 9, availability: 4, at: seconds(1) });
  await tick(store, { price: 8, availability: 3, at: seconds(2) });
  await cancel(order.id);
  await handler(await changesOf(store));

  expect(
    userEvents().map((event) =>
      event.type === 'fill'
        ? `fill of ${event.fill.total_count} at ${event.fill.stock_price}`
        : `${event.order.status}, ${event.order.remaining} left`,
    ),
  ).toEqual([
    'new, 10 left',
    'fill of 4 at 9',
    'partially_filled, 6 left',
    'fill of 3 at 8',
    'partially_filled, 3 left',
    'canceled, 3 left',
  ]);
});

test('fills at several ticks in one transaction are announced one by one, before the order', async () => {
  await buy(store, ann, { total: 10, upper: 10 });
  await matchTicks(store, CIB, [
    aTick({ price: 9, availability: 4, at: seconds(1) }),
    aTick({ price: 8, availability: 6, at: seconds(2) }),
  ]);
  await handler(await changesOf(store));
  expect(userEvents().map(({ type }) => type)).toEqual(['order', 'fill', 'fill', 'order']);
});

test('an order that fills when placed is announced with its fill', async () => {
  await tick(store, { price: 5, availability: 100, at: seconds(1) });
  const order = await buy(store, ann, { total: 7, upper: 10 });
  await handler(await changesOf(store));
  expect(userEvents()).toMatchObject([
    {
      type: 'fill',
      user_id: ann,
      fill: { type: 'Buy', order_id: order.id, stock_price: 5, total_count: 7, total_price: 35 },
    },
    { type: 'order', id: `${order.id}-${order.version}`, order: { status: 'filled', filled: 7 } },
  ]);
});

test('a sale is announced as one', async () => {
  await tick(store, { price: 5, availability: 100, at: seconds(1) });
  await buy(store, ann, { total: 7, upper: 10 });
  await sell(store, ann, { total: 2, lower: 5 });
  await handler(await changesOf(store));
  expect(userEvents().filter(({ type }) => type === 'fill')).toMatchObject([
    { fill: { type: 'Buy' } },
    { fill: { type: 'Sell', total_count: 2, total_price: 10 } },
  ]);
});

test('a user’s sequence numbers sort all events as text, and none repeats', async () => {
  for (let count = 0; count < 12; count++) await buy(store, ann, { total: 1, upper: 10 });
  await tick(store, { price: 9, availability: 12, at: seconds(1) });
  await handler(await changesOf(store));
  const sequences = userEvents().map(({ sequence }) => sequence);
  expect(sequences).toEqual([...new Set(sequences)].sort());
  expect(sequences).toHaveLength(36);
});

test('redelivered changes have the same ids and sequence numbers', async () => {
  await buy(store, ann, { total: 10, upper: 10 });
  await tick(store, { price: 9, availability: 4, at: seconds(1) });
  const changes = await changesOf(store);
  await handler(changes);
  const first = published(ordersTopic());
  iot.resetHistory();
  await handler(changes);
  expect(published(ordersTopic())).toEqual(first);
});

test('a stock’s latest quote is published once per batch, whatever came before it', async () => {
  await tick(store, { price: 21, availability: 5, at: seconds(1) });
  await tick(store, { price: 22, availability: 6, at: seconds(2) });
  await handler(await changesOf(store));
  expect(quotes()).toEqual([
    {
      type: 'quote',
      id: `${CIB}-3`,
      sequence: 3,
      stock_id: CIB,
      name: 'CIB',
      price: 22,
      availability: 6,
      timestamp: formatInstant(seconds(2)),
      ...{ ask: null, bid: null },
      received_at: formatInstant(store.now()),
    },
  ]);
});

test('quotes from different batches follow one another', async () => {
  await handler(await changesOf(store));
  await tick(store, { price: 21, availability: 5, at: seconds(1) });
  await handler(await changesOf(store));
  expect(quotes().map(({ price, sequence }) => [price, sequence])).toEqual([
    [20, 1],
    [21, 2],
  ]);
});

test('a late tick doesn’t change the quote, so nothing is published', async () => {
  await tick(store, { price: 21, availability: 5, at: seconds(1) });
  await changesOf(store);
  await tick(store, { price: 19, availability: 5, at: seconds(0.5) });
  await handler(await changesOf(store));
  expect(quotes()).toEqual([]);
});

test('an item rewritten unchanged publishes nothing', async () => {
  await buy(store, ann, { total: 10, upper: 10 });
  await changesOf(store);
  await buy(store, ann, { total: 10, upper: 10 });
  await tick(store, { price: 21, availability: 5, at: seconds(1) });
  const { Records } = await changesOf(store);
  await handler({
    Records: Records.map((record) => ({
      ...record,
      eventName: 'MODIFY',
      dynamodb: { ...record.dynamodb, OldImage: record.dynamodb.NewImage },
    })),
  });
  expect(iot.calls()).toHaveLength(0);
});

test('accounts, holdings, ledger and book publish nothing', async () => {
  await changesOf(store);
  await buy(store, ann, { total: 10, upper: 10 });
  const { Records } = await changesOf(store);
  expect(Records.length).toBeGreaterThan(2);
  await handler({ Records });
  expect(iot.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input.topic)).toEqual([
    ordersTopic(),
  ]);
});

test('quotes that can’t be published hold up neither fills nor orders', async () => {
  const log = jest.spyOn(logger, 'error').mockImplementation();
  iot.on(PublishCommand, { topic: QUOTE_TOPIC }).rejects(new Error('throttled'));
  await buy(store, ann, { total: 10, upper: 10 });
  await tick(store, { price: 9, availability: 10, at: seconds(1) });
  const changes = await changesOf(store);
  expect(await publishEvents(changes)).toEqual({ batchItemFailures: [] });
  expect(userEvents().map(({ type }) => type)).toEqual(['order', 'fill', 'order']);
  const { batchItemFailures } = await publishQuotes(changes);
  expect(batchItemFailures).toHaveLength(1);
  log.mockRestore();
});

describe('when a publish fails', () => {
  test('a quote is published on redelivery of its batch, even if later changes brought none', async () => {
    const log = jest.spyOn(logger, 'error').mockImplementation();
    await tick(store, { price: 5, availability: 7, at: seconds(1) });
    await buy(store, ann, { total: 7, upper: 10 });
    await changesOf(store);
    await tick(store, { price: 21, availability: 5, at: seconds(2) });
    await sell(store, ann, { total: 2, lower: 5 });
    const { Records } = await changesOf(store);
    iot.on(PublishCommand, { topic: QUOTE_TOPIC }).rejects(new Error('throttled'));
    const { batchItemFailures } = await publishQuotes({ Records });
    expect(batchItemFailures).toHaveLength(1);
    iot.reset();

    const [failure] = batchItemFailures;
    const place = Records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier);
    expect(await publishQuotes({ Records: Records.slice(place) })).toEqual({ batchItemFailures: [] });
    expect(quotes()).toMatchObject([{ price: 21 }]);
    log.mockRestore();
  });

  test('the first failed change is reported; nothing after it on its topic is published, but all else is', async () => {
    const log = jest.spyOn(logger, 'error').mockImplementation();
    const bob = await aUser(store, { cash: 1_000 });
    const refused = await buy(store, ann, { total: 1, upper: 10 });
    await buy(store, ann, { total: 2, upper: 10 });
    await buy(store, bob, { total: 3, upper: 10 });
    iot.on(PublishCommand, { topic: ordersTopic() }).rejects(new Error('throttled'));
    const changes = await changesOf(store);
    const failed = changes.Records.find(({ dynamodb }) => dynamodb.Keys.SK.S === `ORDER#${refused.id}`);

    expect(await handler(changes)).toEqual({
      batchItemFailures: [{ itemIdentifier: failed?.dynamodb.SequenceNumber }],
    });
    expect(published(ordersTopic())).toHaveLength(1);
    expect(published(`trading/users/${bob}/orders`)).toHaveLength(1);
    expect(quotes()).toHaveLength(1);
    expect(log).toHaveBeenCalledTimes(1);
  });

  test('nothing is reported when everything was published', async () => {
    expect(await handler(await changesOf(store))).toEqual({ batchItemFailures: [] });
  });
});
