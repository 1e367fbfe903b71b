import fc from 'fast-check';
import { TradingClient } from '../../client/trading-client';
import { toJsonNumber } from '../../functions/domain/money';
import { isRejection } from '../../functions/domain/rejection';
import { tick } from '../../testing/builders';
import { inFull } from '../../testing/scale';
import { type ServedApi, type ServedUser, serveApi } from '../../testing/served-api';
import { domainStock } from '../../web/domain/domain-stock';
import { instantAt } from '../../web/domain/typed';
import { exactly } from '../../web/money/exact';
import { preview } from '../../web/pages/ticket/preview';
import { EMPTY_TICKET, fitted } from '../../web/pages/ticket/ticket-fields';
import { buyRequest, newSending, sellRequest } from '../../web/pages/ticket/ticket-request';
import { termsOf } from '../../web/pages/ticket/ticket-terms';

/** What the ticket foretells is what the server answers, by HTTP: whatever the type, the side and the quote. */
const TICKETS = inFull(1_000, 30);
const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

let api: ServedApi;
let ann: ServedUser;
let client: TradingClient;

beforeAll(async () => {
  api = await serveApi();
  ann = await api.newUser('ann');
  client = new TradingClient({ baseUrl: `${api.url}/api` });
  await client.signIn(ann.username, ann.password);
  const me = { user_id: 'me' };
  await client.call('deposit', { path: me, body: { amount: 90_000_000_000 } });
  await tick(api.store, { price: 1, availability: 10_000_000, at: instantAt(Date.now()) });
  const much = { stock_id: STOCK, total: 9_000_000, upper_bound: 1 };
  await client.call('place-buy', { path: me, body: much });
});
afterAll(() => api.stop());

const price = fc.integer({ min: 1_500, max: 2_500 }).map((cents) => (cents / 100).toFixed(2));
const TICKET = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom(...(['limit', 'market', 'stop', 'stop_limit', 'exit'] as const)),
    shares: fc.integer({ min: 1, max: 200 }).map(String),
    limit: price,
    stop: price,
    takeProfit: fc.integer({ min: 2_000, max: 2_500 }).map((cents) => (cents / 100).toFixed(2)),
    timeInForce: fc.constantFrom('gtc' as const, 'day' as const, 'ioc' as const, 'fok' as const),
  })
  .map((fields) => fitted({ ...EMPTY_TICKET, ...fields }));
const QUOTE = fc.record({
  price: fc.integer({ min: 1_500, max: 2_500 }).map((cents) => cents / 100),
  availability: fc.nat({ max: 200 }),
});

test(`each of ${TICKETS} tickets becomes the order the preview predicted`, async () => {
  const samples = fc.sample(fc.tuple(TICKET, QUOTE), { seed: 1, numRuns: TICKETS });
  for (const [fields, quote] of samples) {
    await tick(api.store, { ...quote, at: instantAt(Date.now()) });
    const stock = await client.call('get-stock', { path: { stock_id: STOCK } });
    const { terms } = termsOf(fields);
    if (!terms) throw new Error('The ticket is not finished.');
    const foretold = preview(
      terms,
      fields.timeInForce,
      domainStock({
        ...{ stockId: STOCK, name: stock.name, price: stock.price, availability: stock.availability },
        ...{ timestamp: stock.timestamp, receivedAt: stock.received_at, version: stock.version },
        ...{ day: null, direction: 0 },
      }),
      { now: instantAt(Date.now()), quoteMaxAgeSeconds: 60, marketCollarPercent: 5 },
    );
    if (isRejection(foretold)) throw new Error(`${JSON.stringify(fields)}: ${foretold.rejected}`);
    const sending = newSending(STOCK, fields);
    const order =
      fields.side === 'buy'
        ? await client.call('place-buy', buyRequest(sending))
        : await client.call('place-sell', sellRequest(sending));
    const inUnits = (amount: number) => (fields.side === 'buy' ? exactly(amount) : BigInt(amount));
    expect({
      fields,
      quote,
      status: order.status,
      filled: order.filled,
      initial: inUnits(order.hold.initial),
      held: inUnits(order.hold.remaining),
      released: inUnits(order.hold.released),
      upper: order.upper_bound,
      isTriggered: order.triggered_at !== null,
    }).toEqual({
      fields,
      quote,
      status: foretold.order.status,
      filled: foretold.filled,
      initial: foretold.initialHold,
      held: foretold.holds,
      released: foretold.released,
      upper: foretold.order.upperBound === undefined ? null : toJsonNumber(foretold.order.upperBound),
      isTriggered: foretold.order.triggeredAt !== undefined,
    });
    const path = { user_id: 'me', order_id: order.id };
    // Nothing that waits may take from what the next one is offered.
    if (order.remaining > 0 && ['new', 'partially_filled'].includes(order.status))
      await client.call('cancel-order', { path });
  }
}, 240_000);
