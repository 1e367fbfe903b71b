import fc from 'fast-check';
import { BrokenInvariant } from '../../functions/domain/assert';
import { quantity } from '../../functions/domain/money';
import type { Side } from '../../functions/domain/side';
import {
  afterTrade,
  applyTick,
  flushed,
  isFresh,
  isFull,
  newStock,
  RECENT_TICKS,
  recentTicks,
  type Stock,
  statisticsOf,
  TICK_RULES,
  TICKS_PER_PAGE,
  unflushedTicks,
} from '../../functions/domain/stock';
import { type TickIdentity, tickName } from '../../functions/domain/tick';
import { aStock, marketDay } from '../../testing/arbitraries';
import { candlesByBruteForce, statisticsByBruteForce } from '../../testing/brute-force';
import { aTick, CIB, NOON, seconds, type TickParts, units } from '../../testing/builders';
import { RecordedStock } from '../../testing/recorded-stock';
import { inFull } from '../../testing/scale';

function stockAfter(...ticks: TickParts[]): Stock {
  const recorded = new RecordedStock();
  for (const parts of ticks) recorded.apply(aTick(parts));
  return recorded.stock;
}

function quoteOf(stock: Stock) {
  if (!stock.quote) throw new Error('no quote');
  return stock.quote;
}

const keysOf = (ticks: readonly TickIdentity[]) => ticks.map(tickName).sort();

function tradedOf(stock: Stock, side: Side, shares: number): Stock {
  return afterTrade(stock, 'quote', side, quantity(shares)).stock;
}

describe('applying a tick', () => {
  test('the first tick of a stock is its quote', () => {
    const applied = applyTick(
      newStock(CIB, 'CIB'),
      aTick({ price: 10, availability: 50, receivedAt: seconds(1) }),
    );
    expect(applied).toMatchObject({
      outcome: 'quoted',
      stock: {
        quote: { price: units(10), timestamp: NOON, availability: 50, left: 50, receivedAt: seconds(1) },
        unflushed: 1,
        version: 0,
      },
    });
  });

  test('a newer tick replaces the quote and what was left of it, and may rename the stock', () => {
    const traded = tradedOf(stockAfter({ availability: 50 }), 'buy', 50);
    const applied = applyTick(traded, aTick({ price: 11, availability: 7, at: seconds(1), name: 'COMI' }));
    expect(applied).toMatchObject({
      outcome: 'quoted',
      stock: { name: 'COMI', quote: { price: units(11), left: 7 } },
    });
  });

  test('a tick at the same time as the quote with another price counts as newer', () => {
    expect(stockAfter({ price: 10 }, { price: 11 }).quote?.price).toBe(units(11));
  });

  test('a tick older than the quote is recorded in order and doesn’t become the quote', () => {
    const stock = stockAfter({ price: 10, at: seconds(0) }, { price: 20, at: seconds(10) });
    const applied = applyTick(stock, aTick({ price: 11, at: seconds(5), name: 'OLD' }));
    if (applied.outcome !== 'late') throw new Error(applied.outcome);
    expect(applied.stock.quote).toEqual(stock.quote);
    expect(applied.stock.name).toBe('CIB');
    expect(applied.stock.ticks.map(({ price }) => price)).toEqual([10, 11, 20].map(units));
    expect(statisticsOf(applied.stock)).toMatchObject({ count: 3, sum: units(41) });
  });

  test('the same tick again changes nothing and restores none of the quote’s shares', () => {
    const stock = tradedOf(stockAfter({ availability: 50 }), 'buy', 50);
    const applied = applyTick(stock, aTick({ availability: 50 }));
    expect(applied).toEqual({ outcome: 'duplicate', stock });
    expect(quoteOf(stock).left).toBe(0);
  });

  test('the stock alone can’t tell whether it has seen a tick from before the last flush', () => {
    const { stock } = flushed(stockAfter({ at: seconds(0) }, { at: seconds(10) }));
    const early = aTick({ price: 9, at: seconds(5) });
    expect(applyTick(stock, early)).toEqual({ outcome: 'unknown' });
    expect(applyTick(stock, early, TICK_RULES, true)).toEqual({ outcome: 'duplicate', stock });
    expect(applyTick(stock, early, TICK_RULES, false)).toMatchObject({
      outcome: 'late_after_flush',
      missed: [],
    });
  });

  test('the quote’s own tick is recognized after a flush, and another at the same time still becomes the quote', () => {
    const { stock } = flushed(stockAfter({ price: 10 }));
    expect(applyTick(stock, aTick({ price: 10 }), TICK_RULES, true).outcome).toBe('duplicate');
    const applied = applyTick(stock, aTick({ price: 11 }), TICK_RULES, false);
    expect(applied).toMatchObject({
      outcome: 'quoted',
      stock: { unflushed: 1, quote: { price: units(11) } },
    });
  });

  test('a late tick of a long-closed minute counts in the statistics and is handed back for its candle', () => {
    const { stock } = flushed(stockAfter({ price: 10, at: seconds(0) }, { price: 10, at: seconds(3700) }));
    const applied = applyTick(stock, aTick({ price: 99, at: seconds(30) }), TICK_RULES, false);
    expect(applied).toMatchObject({
      outcome: 'late_after_flush',
      missed: [{ interval: '1m' }, { interval: '1h' }],
      stock: { history: { statistics: { highest: units(99), count: 3 } }, unflushed: 0 },
    });
  });
});

describe('flushing', () => {
  test('moves the unflushed ticks into a page and keeps the latest for display', () => {
    const prices = [1, 2, 3, 4, 5, 6, 7];
    const stock = stockAfter(...prices.map((price, index) => ({ price, at: seconds(index) })));
    const { stock: empty, flush } = flushed(stock);
    expect(flush.page).toEqual({ number: 0, ticks: stock.ticks });
    expect(recentTicks(empty).map(({ price }) => price)).toEqual([3, 4, 5, 6, 7].map(units));
    expect(empty).toMatchObject({ unflushed: 0, pages: 1, quote: stock.quote, version: stock.version });
    expect(unflushedTicks(empty)).toEqual([]);
    expect(statisticsOf(empty)).toEqual(statisticsOf(stock));
  });

  test('the recent ticks carry over a flush', () => {
    const { stock } = flushed(stockAfter({ price: 1, at: seconds(1) }, { price: 2, at: seconds(2) }));
    const applied = applyTick(stock, aTick({ price: 3, at: seconds(3) }));
    if (applied.outcome !== 'quoted') throw new Error(applied.outcome);
    expect(recentTicks(applied.stock).map(({ price }) => price)).toEqual([1, 2, 3].map(units));
    expect(unflushedTicks(applied.stock)).toHaveLength(1);
  });

  test.each([
    [TICKS_PER_PAGE - 1, false],
    [TICKS_PER_PAGE, true],
  ])('with %p unflushed ticks a stock is full: %p', (count, expected) => {
    const stock = stockAfter(...Array.from({ length: count }, (_, index) => ({ at: seconds(index) })));
    expect(isFull(stock)).toBe(expected);
  });

  test('flushing an empty stock is a bug', () => {
    expect(() => flushed(aStock())).toThrow(BrokenInvariant);
  });

  test('flushing the same stock always gives the same result', () => {
    fc.assert(
      fc.property(marketDay(40, { equalTimes: true }), (ticks) => {
        const recorded = new RecordedStock();
        for (const tick of ticks) recorded.apply(tick);
        if (recorded.stock.unflushed === 0) return;
        const copy = structuredClone(recorded.stock);
        expect(flushed(recorded.stock)).toEqual(flushed(copy));
        expect(recorded.stock).toEqual(copy);
      }),
    );
  });

  test('pages are numbered consecutively, sorted, and never overlap', () => {
    fc.assert(
      fc.property(marketDay(120, { equalTimes: true }), (ticks) => {
        const recorded = new RecordedStock();
        for (const tick of ticks) recorded.apply(tick);
        const stamps = recorded.pages.flatMap((page) => page.ticks.map(({ timestamp }) => timestamp));
        expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
        expect(recorded.pages.map(({ number }) => number)).toEqual([...recorded.pages.keys()]);
      }),
    );
  });
});

describe('replay', () => {
  const anyReplay = marketDay(90, { equalTimes: true }).chain((ticks) =>
    fc.record({
      ticks: fc.constant(ticks),
      /** Any order of delivery, and some ticks twice. */
      delivered: fc
        .array(fc.nat(Math.max(ticks.length - 1, 0)), { maxLength: 30 })
        .map((again) => [...ticks, ...again.flatMap((index) => ticks[index] ?? [])])
        .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    }),
  );

  test('ticks that come twice or out of order give the same ticks and statistics', () => {
    fc.assert(
      fc.property(anyReplay, ({ ticks, delivered }) => {
        const recorded = new RecordedStock();
        const outcomes = delivered.map((tick) => recorded.apply(tick));
        expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(
          delivered.length - ticks.length,
        );
        expect(keysOf(recorded.ticks)).toEqual(keysOf(ticks));
        expect(statisticsOf(recorded.stock)).toEqual(statisticsByBruteForce(ticks));
      }),
      { numRuns: inFull(150, 50) },
    );
  });

  test('the quote is the newest tick, however ticks arrive', () => {
    fc.assert(
      fc.property(anyReplay, ({ ticks, delivered }) => {
        const recorded = new RecordedStock();
        for (const tick of delivered) recorded.apply(tick);
        const newest = Math.max(...ticks.map(({ timestamp }) => timestamp));
        if (ticks.length > 0) expect(recorded.stock.quote?.timestamp).toBe(newest);
      }),
    );
  });

  test('the latest ticks shown are the newest, however ticks arrive', () => {
    fc.assert(
      fc.property(anyReplay, ({ ticks, delivered }) => {
        const recorded = new RecordedStock();
        for (const tick of delivered) recorded.apply(tick);
        const newest = ticks.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
        const shown = recentTicks(recorded.stock).map(({ timestamp }) => timestamp);
        expect(shown).toEqual(newest.slice(-RECENT_TICKS));
      }),
    );
  });

  test('where no two times are equal, candles are the same too, including open and close', () => {
    const shuffled = marketDay(90).chain((ticks) =>
      fc.shuffledSubarray(ticks, { minLength: ticks.length, maxLength: ticks.length }),
    );
    fc.assert(
      fc.property(shuffled, (ticks) => {
        const recorded = new RecordedStock();
        for (const tick of ticks) recorded.apply(tick);
        expect(recorded.candles).toEqual(candlesByBruteForce(ticks));
      }),
      { numRuns: inFull(150, 50) },
    );
  });

  test('resending any prefix changes nothing at all', () => {
    fc.assert(
      fc.property(marketDay(90, { equalTimes: true }), fc.nat(90), (ticks, length) => {
        const recorded = new RecordedStock();
        for (const tick of ticks) recorded.apply(tick);
        if (isFull(recorded.stock)) recorded.flush();
        const before = recorded.stock;
        const outcomes = ticks.slice(0, length).map((tick) => recorded.apply(tick));
        expect(new Set(outcomes)).toEqual(new Set(ticks.length && length ? ['duplicate'] : []));
        expect(recorded.stock).toBe(before);
      }),
    );
  });

  test('a feed interrupted after a prefix and resent from its start ends as if uninterrupted', () => {
    fc.assert(
      fc.property(marketDay(90, { equalTimes: true }), fc.nat(90), (ticks, length) => {
        const [whole, interrupted] = [new RecordedStock(), new RecordedStock()];
        for (const tick of ticks) whole.apply(tick);
        for (const tick of [...ticks.slice(0, length), ...ticks]) interrupted.apply(tick);
        expect(statisticsOf(interrupted.stock)).toEqual(statisticsOf(whole.stock));
        expect(keysOf(interrupted.ticks)).toEqual(keysOf(whole.ticks));
        expect(interrupted.candles).toEqual(whole.candles);
      }),
    );
  });
});

describe('a trade', () => {
  test('by a buy takes its shares off the quote and counts them on the newest tick', () => {
    const stock = tradedOf(stockAfter({ availability: 50, at: seconds(0) }), 'buy', 20);
    expect(stock.quote).toMatchObject({ left: 30, availability: 50 });
    expect(stock.ticks.map(({ traded }) => traded)).toEqual([20]);
  });

  test('by a sell takes nothing off the quote and is counted too', () => {
    const stock = tradedOf(stockAfter({ availability: 50 }), 'sell', 200);
    expect(stock.quote?.left).toBe(50);
    expect(stock.ticks.map(({ traded }) => traded)).toEqual([200]);
  });

  test('after its tick is flushed counts in the open candles', () => {
    const stock = tradedOf(flushed(stockAfter({ availability: 50 })).stock, 'buy', 20);
    expect(stock.quote?.left).toBe(30);
    expect(stock.ticks.map(({ traded }) => traded)).toEqual([0]);
    expect(Object.values(stock.history.open).map((candle) => candle?.volume)).toEqual([20, 20, 20]);
  });

  test('counts on the quote’s tick even if a late one was recorded since', () => {
    const stock = stockAfter({ at: seconds(0) }, { at: seconds(10) }, { price: 9, at: seconds(5) });
    expect(tradedOf(stock, 'buy', 7).ticks.map(({ traded }) => traded)).toEqual([0, 0, 7]);
  });

  test('doesn’t make the tick a different one', () => {
    const stock = tradedOf(stockAfter({ availability: 50 }), 'buy', 20);
    expect(applyTick(stock, aTick({ availability: 50 })).outcome).toBe('duplicate');
  });

  test.each<[string, () => Stock, Side, number]>([
    ['a buy of more than is left', () => stockAfter({ availability: 50 }), 'buy', 51],
    ['a fill without a quote', () => aStock(), 'sell', 1],
  ])('%s is a bug', (_what, stock, side, shares) => {
    expect(() => afterTrade(stock(), 'quote', side, quantity(shares))).toThrow(BrokenInvariant);
  });
});

test.each([
  [-1, true],
  [0, true],
  [59.999999, true],
  [60, false],
])('a quote received %p s ago is fresh for 60 s: %p', (ageSeconds, expected) => {
  expect(isFresh(quoteOf(stockAfter({})), seconds(ageSeconds), 60)).toBe(expected);
});

test('no quote is fresh for zero seconds', () => {
  expect(isFresh(quoteOf(stockAfter({})), NOON, 0)).toBe(false);
});

test('the stock page shows the five latest ticks', () => {
  const stock = stockAfter(...[1, 2, 3, 4, 5, 6].map((at) => ({ at: seconds(at) })));
  expect(recentTicks(stock)).toHaveLength(RECENT_TICKS);
  expect(recentTicks(stock).at(-1)?.timestamp).toBe(seconds(6));
});
