import fc from 'fast-check';
import type { Candle } from '../../functions/domain/candle';
import { EQUITY_POINTS_MAX, equityCourse, equityInstants, equityStep } from '../../functions/domain/equity';
import type { EntryId, OrderId, StockId, UserId } from '../../functions/domain/ids';
import { type Instant, MICROSECONDS } from '../../functions/domain/instant';
import type { LedgerEntry } from '../../functions/domain/ledger';
import { type Money, quantity } from '../../functions/domain/money';
import { CIB, NOON, seconds, units } from '../../testing/builders';

const EFG = '11111111-1111-4111-8111-111111111111' as StockId;

function anEntry(
  at: Instant,
  type: LedgerEntry['type'],
  amount: number,
  shares = 0,
  stockId = CIB,
): LedgerEntry {
  const isTrade = type === 'buy' || type === 'sell';
  const sign = type === 'deposit' || type === 'sell' ? 1n : -1n;
  return {
    id: `${at}` as EntryId,
    type,
    userId: 'ann' as UserId,
    money: (sign * units(amount)) as Money,
    at,
    ...(isTrade && {
      trade: {
        stockId,
        stockName: 'CIB',
        orderId: 'o' as OrderId,
        price: units(1),
        shares: quantity(shares),
        quotedAt: at,
        availability: quantity(shares),
      },
    }),
  };
}

function aCandle(at: Instant, close: number): Candle {
  const price = units(close);
  const prices = { open: price, high: price, low: price, close: price, sum: price };
  return { start: at, ...prices, count: 1, volume: quantity(0), firstAt: at, lastAt: at };
}

test('the present is undone step by step, at the prices of each time', () => {
  const entries = [
    anEntry(seconds(50), 'withdrawal', 30),
    anEntry(seconds(40), 'sell', 60, 5),
    anEntry(seconds(20), 'buy', 100, 10),
    anEntry(seconds(10), 'deposit', 500),
  ];
  const reading = {
    cash: units(430),
    shares: new Map([[CIB, 5]]),
    entries,
    candles: new Map([[CIB, [aCandle(seconds(5), 10), aCandle(seconds(30), 11), aCandle(seconds(45), 12)]]]),
  };
  const course = equityCourse(reading, [seconds(0), seconds(15), seconds(35), seconds(60)]);
  expect(course).toEqual([
    { at: seconds(0), cash: units(0), holdings: units(0), deposited: units(0) },
    { at: seconds(15), cash: units(500), holdings: units(0), deposited: units(500) },
    { at: seconds(35), cash: units(400), holdings: units(110), deposited: units(500) },
    { at: seconds(60), cash: units(430), holdings: units(60), deposited: units(470) },
  ]);
});

test('a holding without a price makes the value unknown, not zero', () => {
  const reading = { cash: units(1), shares: new Map([[EFG, 1]]), entries: [], candles: new Map() };
  expect(equityCourse(reading, [NOON])).toEqual([
    { at: NOON, cash: units(1), holdings: undefined, deposited: units(0) },
  ]);
});

test('undoing from the end gives the same as adding up from the beginning', () => {
  const step = fc.record({
    type: fc.constantFrom('deposit', 'withdrawal', 'buy', 'sell' as const),
    amount: fc.integer({ min: 1, max: 1_000 }),
    shares: fc.integer({ min: 1, max: 50 }),
    wait: fc.integer({ min: 0, max: 3 }),
    stock: fc.constantFrom(CIB, EFG),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.array(fc.nat(60), { minLength: 1 }), (steps, times) => {
      let at = 0;
      const entries = steps.map(({ type, amount, shares, wait, stock }) => {
        at += wait;
        return anEntry(seconds(at), type, amount, shares, stock);
      });
      const candles = new Map(
        [CIB, EFG].map((id) => [id, [aCandle(seconds(-1), 2), aCandle(seconds(30), 3)]]),
      );
      const instants = times.toSorted((a, b) => a - b).map(seconds);
      const soFar = (until: Instant) => {
        const done = entries.filter((entry) => entry.at <= until);
        const shares = new Map<StockId, number>();
        for (const { type, trade } of done) {
          if (!trade) continue;
          const change = type === 'buy' ? trade.shares : -trade.shares;
          shares.set(trade.stockId, (shares.get(trade.stockId) ?? 0) + change);
        }
        const moved = done.filter(({ trade }) => !trade);
        const sum = (some: LedgerEntry[]) => some.reduce((total, { money }) => total + money, 0n);
        return { cash: sum(done), deposited: sum(moved), shares };
      };
      const end = soFar(seconds(1_000));
      // Negative holdings can't be, and their value is nobody's question here.
      const reading = { ...end, cash: end.cash as Money, entries: entries.toReversed(), candles };
      const [first] = instants;
      for (const point of equityCourse({ ...reading, shares: new Map() }, instants)) {
        const expected = soFar(point.at);
        expect(point.cash).toBe(expected.cash);
        expect(point.deposited).toBe(expected.deposited - soFar(first ?? NOON).deposited);
      }
    }),
    { numRuns: 200 },
  );
});

test('a range of any length has no more points than promised, including both its ends', () => {
  const lengths = fc.integer({ min: 0, max: 50 * 365 * MICROSECONDS.day });
  fc.assert(
    fc.property(lengths, fc.nat(MICROSECONDS.day), (length, offset) => {
      const range = { from: (NOON + offset) as Instant, to: (NOON + offset + length) as Instant };
      const step = equityStep(range);
      const instants = equityInstants(range, step.length);
      expect(instants.length).toBeLessThanOrEqual(EQUITY_POINTS_MAX);
      expect([instants[0], instants.at(-1)]).toEqual([range.from, range.to]);
      expect(instants).toEqual([...new Set(instants)].toSorted((a, b) => a - b));
    }),
  );
});
