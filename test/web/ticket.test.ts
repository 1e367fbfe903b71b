import fc from 'fast-check';
import type { EntryId, OrderId, UserId } from '../../functions/domain/ids';
import { money } from '../../functions/domain/money';
import { holdOf } from '../../functions/domain/order';
import { place } from '../../functions/domain/placement';
import { isRejection } from '../../functions/domain/rejection';
import { domainStock } from '../../web/domain/domain-stock';
import { instantAt } from '../../web/domain/typed';
import type { LiveStock } from '../../web/live/quotes';
import { availableAfter, preview } from '../../web/pages/ticket/preview';
import { previewWords } from '../../web/pages/ticket/preview-words';
import { EMPTY_TICKET, fitted, type TicketFields } from '../../web/pages/ticket/ticket-fields';
import { termsOf } from '../../web/pages/ticket/ticket-terms';

const NOW_MS = Date.parse('2026-01-05T12:00:10Z');
const CONTEXT = { now: instantAt(NOW_MS), quoteMaxAgeSeconds: 60 };

function aStock(parts: Partial<LiveStock> = {}): LiveStock {
  return {
    stockId: '6ffb8e62-92c1-40c7-9d38-5b976a346b62',
    name: 'CIB',
    price: 28.52,
    availability: 443,
    timestamp: '2026-01-05T12:00:00Z',
    receivedAt: '2026-01-05T12:00:00Z',
    version: 1,
    day: null,
    direction: 0,
    ...parts,
  };
}

function previewed(fields: Partial<TicketFields>, stock = aStock()) {
  const ticket = { ...EMPTY_TICKET, ...fields };
  const { terms } = termsOf(ticket);
  if (!terms) throw new Error('The ticket is not finished.');
  const outcome = preview(terms, ticket.timeInForce, domainStock(stock), CONTEXT);
  if (isRejection(outcome)) throw new Error(outcome.rejected);
  return outcome;
}

test('a buy that fills at once shows what it holds, pays and releases', () => {
  const outcome = previewed({ shares: '300', limit: '28.60' });
  expect(outcome).toMatchObject({
    initialHold: 85_800_000n,
    value: 85_560_000n,
    released: 240_000n,
    holds: 0n,
  });
  expect(availableAfter(money(863_762_000n), outcome)).toBe(778_202_000n);
  expect(previewWords(outcome, aStock())).toEqual({
    lead: 'Fills at once:',
    text: '300 of 443 offered at 28.52. You pay 8,556.00; 24.00 is released.',
    icon: 'zap',
  });
});

test.each([
  ['price_outside', { limit: '28' }, aStock()],
  ['nothing_offered', { limit: '29' }, aStock({ availability: 0 })],
  ['quiet', { limit: '29' }, aStock({ receivedAt: '2026-01-05T11:00:00Z' })],
  ['no_price', { limit: '29' }, aStock({ price: 0 })],
] as const)('a buy waits: %s', (waiting, fields, stock) => {
  const outcome = previewed({ shares: '10', ...fields }, stock);
  expect(outcome.waiting).toBe(waiting);
  expect(previewWords(outcome, stock).lead).toBe('Waits:');
});

test.each([
  ['above', { side: 'buy', limit: '28' }],
  ['below', { side: 'sell', limit: '29' }],
] as const)('a price out of bounds is said to be %s what you accept', (where, fields) => {
  const outcome = previewed({ shares: '10', ...fields });
  expect(previewWords(outcome, aStock()).text).toBe(`the price is 28.52, ${where} what you accept.`);
});

test('all-or-nothing fills nothing when not everything is offered', () => {
  const outcome = previewed({ shares: '500', limit: '29', timeInForce: 'fok' });
  expect(outcome).toMatchObject({ filled: 0, holds: 0n });
  expect(previewWords(outcome, aStock()).lead).toBe('Nothing would happen:');
});

test('at-once-only cancels the rest', () => {
  const outcome = previewed({ shares: '500', limit: '29', timeInForce: 'ioc' });
  expect(previewWords(outcome, aStock()).text).toContain('The other 57 are canceled.');
});

test.each([
  ['market', { type: 'market' }, 'Fills at once:', '300 of 443 offered at 28.52'],
  ['stop', { type: 'stop', stop: '30' }, 'Waits:', 'until the price rises to 30.00. It is 28.52.'],
  [
    'stop limit',
    { type: 'stop_limit', stop: '28', limit: '29' },
    'Fills at once:',
    'You pay 8,556.00; 144.00',
  ],
  ['sell stop', { side: 'sell', type: 'stop', stop: '25' }, 'Waits:', 'until the price falls to 25.00'],
  [
    'exit',
    { side: 'sell', type: 'exit', takeProfit: '31', stopLoss: '25' },
    'Waits:',
    'until the price rises to 31.00 or falls to 25.00. It is 28.52.',
  ],
] as const)('a ticket of type %s says what will happen to it', (_, fields, lead, text) => {
  const words = previewWords(previewed({ shares: '300', ...fields }), aStock());
  expect(words.lead).toBe(lead);
  expect(words.text).toContain(text);
});

test('a market order’s hold reaches up to its collar', () => {
  const { initialHold, released, value } = previewed({ shares: '100', type: 'market' });
  expect([initialHold, value, released]).toEqual([29_946_000n, 28_520_000n, 1_426_000n]);
});

const price = fc.integer({ min: 1, max: 600_000 }).map((cents) => (cents / 100).toFixed(2));
const TICKET = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom(...(['limit', 'market', 'stop', 'stop_limit', 'exit'] as const)),
    shares: fc.integer({ min: 1, max: 2_000 }).map(String),
    limit: price,
    stop: price,
    takeProfit: price,
    timeInForce: fc.constantFrom('gtc' as const, 'day' as const, 'ioc' as const, 'fok' as const),
  })
  .map((fields) => fitted({ ...EMPTY_TICKET, ...fields }));

test('the preview is the order the server would place, and its money adds up', () => {
  const quote = fc.record({
    price: fc.integer({ min: 1, max: 6_000_000 }).map((units) => units / 10_000),
    availability: fc.nat({ max: 2_000 }),
  });
  fc.assert(
    fc.property(TICKET, quote, (fields, parts) => {
      const stock = aStock(parts);
      const outcome = previewed(fields, stock);
      const { terms } = termsOf(fields);
      if (!terms) throw new Error('The ticket is not finished.');
      const domain = domainStock(stock);
      const ids = { id: '' as OrderId, userId: '' as UserId, stockId: domain.id };
      const request = { ...terms, ...ids, timeInForce: fields.timeInForce };
      const made = { entryId: '' as EntryId, exitOrderId: '' as OrderId };
      const placed = place(request, domain, { ...CONTEXT, ...made });
      expect(isRejection(placed)).toBe(false);
      expect('order' in placed && placed.order).toEqual(outcome.order);
      const spent = fields.side === 'buy' ? outcome.value : BigInt(outcome.filled);
      expect(outcome.initialHold).toBe(spent + outcome.released + holdOf(outcome.order).remaining);
    }),
    { seed: 1, numRuns: 1_000 },
  );
});

test.each([
  [{ shares: '1.5', limit: '20' }, 'shares'],
  [{ shares: '0', limit: '20' }, 'shares'],
  [{ shares: '10', limit: '0' }, 'limit'],
  [{ shares: '10', limit: '20.12345' }, 'limit'],
  [{ shares: '10', limit: '20', other: '21' }, 'other'],
  [{ shares: '10', type: 'stop' as const, stop: '0' }, 'stop'],
  [
    { shares: '1', side: 'sell' as const, type: 'exit' as const, takeProfit: '20', stopLoss: '20' },
    'stopLoss',
  ],
  [{ shares: '10', limit: '20', timeInForce: 'gtd' as const }, 'until'],
])('the problem with %p is shown at its field', (fields, field) => {
  const { terms, problems } = termsOf({ ...EMPTY_TICKET, ...fields });
  expect(terms).toBeUndefined();
  expect(Object.keys(problems)).toEqual([field]);
});

test.each([
  ['a buy can’t be an exit', { type: 'exit' as const, side: 'buy' as const }, { type: 'limit' }],
  [
    'a stop can’t be immediate only',
    { type: 'stop' as const, timeInForce: 'ioc' as const },
    { timeInForce: 'gtc' },
  ],
])('%s', (_, fields, expected) => {
  expect(fitted({ ...EMPTY_TICKET, ...fields })).toMatchObject(expected);
});

test('an empty ticket shows no problems', () => {
  expect(termsOf(EMPTY_TICKET)).toEqual({ terms: undefined, problems: {} });
});
