import fc from 'fast-check';
import { formatInstant } from '../../functions/domain/instant';
import { MAX_QUANTITY } from '../../functions/domain/money';
import { filledQuantity, holdOf, isOpen, type TimeInForce } from '../../functions/domain/order';
import { type Placement, place, quoteFor } from '../../functions/domain/placement';
import type { RejectionCode } from '../../functions/domain/rejection';
import type { Side } from '../../functions/domain/side';
import { applyTick, type Stock } from '../../functions/domain/stock';
import { anyMagnitude, anyQuantity, aStock, at, entryId } from '../../testing/arbitraries';
import {
  accepted,
  anOrderId,
  aRequest,
  aTick,
  NOON,
  type OrderParts,
  seconds,
  units,
} from '../../testing/builders';
import { anyTerms } from '../../testing/orders';

const context = { now: NOON, quoteMaxAgeSeconds: 60, entryId: entryId(1), exitOrderId: anOrderId() };

function quoting(price: number, availability = 1000): Stock {
  const applied = applyTick(aStock(), aTick({ price, availability }));
  if (applied.outcome !== 'quoted') throw new Error(applied.outcome);
  return applied.stock;
}

function placed(side: Side, parts: OrderParts, stock = aStock(), now = NOON): Placement {
  return accepted(place(aRequest(side, parts), stock, { ...context, now }));
}

test('an order that meets no quote enters as new, with its whole hold', () => {
  const request = aRequest('buy', { total: 100, lower: 8, upper: 10 });
  const { order, fill } = accepted(place(request, aStock(), context));
  expect(fill).toBeUndefined();
  expect(order).toEqual({
    ...request,
    stockName: 'CIB',
    remaining: 100,
    filledValue: 0n,
    initialHold: units(1000),
    status: 'new',
    priority: request.id,
    isWaiting: true,
    createdAt: NOON,
    updatedAt: NOON,
    version: 1,
  });
});

test.each<[string, Side, OrderParts, true | undefined]>([
  ['a buy without a lower bound', 'buy', { upper: 5 }, undefined],
  ['a buy whose lower bound is above the price', 'buy', { lower: 10.0001, upper: 20 }, true],
  ['a buy whose lower bound is the price', 'buy', { lower: 10, upper: 20, total: 200 }, undefined],
  ['a buy whose bounds the price has passed', 'buy', { lower: 2, upper: 5 }, undefined],
  ['a sell without an upper bound', 'sell', { lower: 20 }, undefined],
  ['a sell whose upper bound is below the price', 'sell', { lower: 2, upper: 9.9999 }, true],
  ['a sell whose bounds the price has passed', 'sell', { lower: 15, upper: 20 }, undefined],
])('%s waits for the price: %p %p %p', (_what, side, parts, isWaiting) => {
  const applied = applyTick(aStock(), aTick({ price: 10, availability: 100 }));
  if (applied.outcome !== 'quoted') throw new Error(applied.outcome);
  expect(placed(side, parts, applied.stock).order.isWaiting).toBe(isWaiting);
});

test.each<[string, Side, OrderParts, RejectionCode]>([
  ['crossed bounds', 'buy', { lower: 11, upper: 10 }, 'invalid_bounds'],
  ['too large a value', 'buy', { upper: 1e11, total: 2 }, 'order_too_large'],
  ['an expiry now', 'buy', { upper: 10, timeInForce: 'gtd', expiresAt: NOON }, 'expiry_in_the_past'],
  [
    'an expiry before now',
    'sell',
    { lower: 10, timeInForce: 'gtd', expiresAt: seconds(-1) },
    'expiry_in_the_past',
  ],
  [
    'crossed bounds of an order too large and expired',
    'buy',
    { lower: 1e11, upper: 1e10, total: MAX_QUANTITY, timeInForce: 'gtd', expiresAt: NOON },
    'invalid_bounds',
  ],
  [
    'too large a value of an expired order',
    'buy',
    { upper: 1e10, total: MAX_QUANTITY, timeInForce: 'gtd', expiresAt: NOON },
    'order_too_large',
  ],
])('%s: refused', (_what, side, parts, code) => {
  expect(place(aRequest(side, parts), quoting(10), context)).toEqual({ rejected: code });
});

describe('the present quote', () => {
  test.each<[string, Side, OrderParts, number, number, boolean]>([
    ['meets a buy whose bounds hold its price', 'buy', { lower: 8, upper: 10 }, 10, 1, true],
    ['meets no buy that bids less', 'buy', { upper: 9.9999 }, 10, 1, false],
    ['meets no buy that waits for more', 'buy', { lower: 10.0001, upper: 11 }, 10, 1, false],
    ['meets no buy when nothing is left of it', 'buy', { upper: 10 }, 10, 0, false],
    ['meets a sell when nothing is left of it', 'sell', { lower: 10 }, 10, 0, true],
    ['meets no sell that asks more', 'sell', { lower: 10.0001 }, 10, 1, false],
    ['meets nobody at a price of zero', 'sell', { lower: 0 }, 0, 1, false],
  ])('%s', (_what, side, parts, price, availability, expected) => {
    expect(quoteFor(aRequest(side, parts), quoting(price, availability), context) !== undefined).toBe(
      expected,
    );
  });

  test.each([
    [0, true],
    [59.999999, true],
    [60, false],
    [3600, false],
  ])('from %p s ago still counts: %p', (ageSeconds, expected) => {
    const now = seconds(ageSeconds);
    const quote = quoteFor(aRequest('buy', { upper: 10 }), quoting(10), { ...context, now });
    expect(quote !== undefined).toBe(expected);
  });

  test('from a years-old recording counts from when it arrived', () => {
    const tick = aTick({ price: 10, at: at('2019-12-15 14:36:33.462393') });
    const applied = applyTick(aStock(), tick);
    if (applied.outcome !== 'quoted') throw new Error(applied.outcome);
    expect(quoteFor(aRequest('buy', { upper: 10 }), applied.stock, context)).toBeDefined();
  });
});

test('a buy that fits the quote fills at once and takes its shares off the quote', () => {
  const { order, fill, stock } = placed('buy', { total: 100, upper: 12 }, quoting(10, 1000));
  expect(order).toMatchObject({ status: 'filled', remaining: 0, filledValue: units(1000), version: 2 });
  expect(fill).toMatchObject({ shares: 100, price: units(10) });
  expect(stock.quote).toMatchObject({ left: 900, availability: 1000 });
});

test('a buy larger than what is left fills in part, and the rest waits', () => {
  const { order, stock } = placed('buy', { total: 100, upper: 10 }, quoting(10, 30));
  expect(order).toMatchObject({ status: 'partially_filled', remaining: 70 });
  expect(stock.quote?.left).toBe(0);
});

test('a sell that fits the quote fills in full and takes nothing off it', () => {
  const { order, stock } = placed('sell', { total: 100, lower: 10 }, quoting(10, 30));
  expect(order).toMatchObject({ status: 'filled', remaining: 0 });
  expect(stock.quote?.left).toBe(30);
});

describe('time in force', () => {
  test.each<[string, TimeInForce, number, string, string | undefined, number]>([
    ['gtc waits with the rest', 'gtc', 30, 'partially_filled', undefined, 30],
    ['gtc waits when nothing is left', 'gtc', 0, 'new', undefined, 0],
    ['ioc gives the rest up', 'ioc', 30, 'expired', 'immediate_or_cancel', 30],
    ['ioc is filled when all is there', 'ioc', 100, 'filled', undefined, 100],
    ['ioc gives all up when nothing is left', 'ioc', 0, 'expired', 'immediate_or_cancel', 0],
    ['fok takes all', 'fok', 100, 'filled', undefined, 100],
    ['fok takes nothing when one share is missing', 'fok', 99, 'rejected', 'fill_or_kill', 0],
    ['fok takes nothing when nothing is left', 'fok', 0, 'rejected', 'fill_or_kill', 0],
  ])('%s', (_what, timeInForce, availability, status, statusReason, filled) => {
    const before = quoting(10, availability);
    const { order, stock, fill } = placed('buy', { total: 100, upper: 10, timeInForce }, before);
    expect([order.status, order.statusReason]).toEqual([status, statusReason]);
    expect([filledQuantity(order), fill?.shares ?? 0]).toEqual([filled, filled]);
    expect(stock.quote?.left).toBe(availability - filled);
    if (!isOpen(order)) expect(order.closedAt).toBe(NOON);
    if (filled === 0) expect(stock).toBe(before);
  });

  test.each<[TimeInForce, string]>([
    ['ioc', 'expired'],
    ['fok', 'rejected'],
  ])('%s without a quote is %s', (timeInForce, status) => {
    expect(placed('buy', { upper: 10, timeInForce }).order.status).toBe(status);
    expect(placed('sell', { lower: 10, timeInForce }).order.status).toBe(status);
  });

  test.each([
    ['2026-01-05T12:00:00Z', '2026-01-06T00:00:00Z'],
    ['2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'],
    ['2026-01-05T23:59:59.999999Z', '2026-01-06T00:00:00Z'],
    ['2026-12-31T12:00:00Z', '2027-01-01T00:00:00Z'],
    ['2024-02-28T12:00:00Z', '2024-02-29T00:00:00Z'],
  ])('a day order placed at %s lives until %s', (now, end) => {
    const { order } = placed('buy', { upper: 10, timeInForce: 'day' }, aStock(), at(now));
    expect(order.expiresAt && formatInstant(order.expiresAt)).toBe(end);
  });

  test('a gtd order lives until its own expiry, a gtc order forever', () => {
    const gtd = placed('buy', { upper: 10, timeInForce: 'gtd', expiresAt: seconds(1) });
    expect(gtd.order.expiresAt).toBe(seconds(1));
    expect(placed('buy', { upper: 10 }).order.expiresAt).toBeUndefined();
  });
});

test('any placement against any quote preserves the hold identity and respects the availability', () => {
  const anyPlacement = fc.record({
    terms: anyTerms(['gtc', 'day', 'ioc', 'fok']),
    price: anyMagnitude(20_000n),
    availability: anyQuantity(0, 2000),
  });
  fc.assert(
    fc.property(anyPlacement, ({ terms, price, availability }) => {
      const applied = applyTick(aStock(), { ...aTick(), price, availability });
      if (applied.outcome !== 'quoted') throw new Error(applied.outcome);
      const request = { ...aRequest(terms.side), ...terms };
      const { order, fill, stock } = accepted(place(request, applied.stock, context));
      const { initial, captured, released, remaining } = holdOf(order);
      expect(captured + released + remaining).toBe(initial);
      expect(order.remaining + (fill?.shares ?? 0)).toBe(order.total);
      expect(stock.quote?.left).toBe(availability - (order.side === 'buy' ? (fill?.shares ?? 0) : 0));
      expect(stock.quote?.left).toBeGreaterThanOrEqual(0);
      if (terms.timeInForce === 'ioc' || terms.timeInForce === 'fok') expect(isOpen(order)).toBe(false);
      if (terms.timeInForce === 'fok') expect([0, order.total]).toContain(filledQuantity(order));
    }),
  );
});
