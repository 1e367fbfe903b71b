import fc from 'fast-check';
import { BrokenInvariant } from '../../../functions/domain/assert';
import { afterReading, withBand } from '../../../functions/domain/book-index';
import type { Candle } from '../../../functions/domain/candle';
import { MAX_AMOUNT, MAX_QUANTITY, money, quantity } from '../../../functions/domain/money';
import { afterTrade, type Flush, flushed, type Stock, TICKS_PER_PAGE } from '../../../functions/domain/stock';
import type { Tick } from '../../../functions/domain/tick';
import {
  packCandle,
  packTicks,
  unpackCandle,
  unpackTicks,
} from '../../../functions/storage/items/packed-history';
import { fromStockItem, toStockItem } from '../../../functions/storage/items/stock';
import { anyCandle, anyTick, EPOCH, LAST_INSTANT, marketDay } from '../../../testing/arbitraries';
import { aTick, NOON, seconds } from '../../../testing/builders';
import { RecordedStock } from '../../../testing/recorded-stock';

const NOTHING: Tick = { timestamp: EPOCH, price: money(0n), availability: quantity(0), traded: quantity(0) };
const EVERYTHING: Tick = {
  timestamp: LAST_INSTANT,
  price: MAX_AMOUNT,
  availability: MAX_QUANTITY,
  traded: quantity(Number.MAX_SAFE_INTEGER),
};

describe('ticks', () => {
  test.each<[string, Tick[]]>([
    ['none', []],
    ['the least', [NOTHING]],
    ['the greatest', [EVERYTHING]],
    ['the farthest apart, up and down', [NOTHING, EVERYTHING, NOTHING, EVERYTHING]],
    ['the same twice', [EVERYTHING, EVERYTHING]],
  ])('unpack as they were packed: %s', (_what, ticks) => {
    expect(unpackTicks(packTicks(ticks))).toEqual(ticks);
  });

  test('any ticks in any order unpack as they were packed', () => {
    fc.assert(
      fc.property(fc.array(anyTick, { maxLength: 60, size: 'max' }), (ticks) => {
        expect(unpackTicks(packTicks(ticks))).toEqual(ticks);
      }),
    );
  });

  test('a page of an ordinary market takes about ten bytes a tick', () => {
    const ticks = Array.from({ length: TICKS_PER_PAGE }, (_, index) => ({
      ...aTick({ at: seconds(index * 0.5), price: 28 + (index % 5) / 100, availability: 40 + index }),
      traded: quantity(0),
    }));
    expect(packTicks(ticks).length / TICKS_PER_PAGE).toBeLessThan(10);
  });
});

describe('candles', () => {
  test('any candle unpacks as it was packed', () => {
    fc.assert(
      fc.property(anyCandle, (candle) => {
        expect(unpackCandle(packCandle(candle))).toEqual(candle);
      }),
    );
  });

  test('a candle of a million ticks at the largest price keeps its exact sum', () => {
    const candle: Candle = {
      start: EPOCH,
      open: MAX_AMOUNT,
      high: MAX_AMOUNT,
      low: money(0n),
      close: money(1n),
      sum: money(MAX_AMOUNT * 1_000_000n - 1n),
      count: 1_000_000,
      volume: quantity(Number.MAX_SAFE_INTEGER),
      firstAt: EPOCH,
      lastAt: LAST_INSTANT,
    };
    expect(unpackCandle(packCandle(candle))).toEqual(candle);
  });
});

test.each<[string, () => unknown]>([
  ['ticks of another format', () => unpackTicks(Uint8Array.of(3))],
  ['a candle of another format', () => unpackCandle(Uint8Array.of(2, 0))],
  ['no bytes at all', () => unpackTicks(Uint8Array.of())],
  ['truncated ticks', () => unpackTicks(packTicks([EVERYTHING]).slice(0, -1))],
  ['a truncated candle', () => unpackCandle(Uint8Array.of(1, 0, 0))],
])('%s: a bug, not something to guess', (_what, unpack) => {
  expect(unpack).toThrow(BrokenInvariant);
});

/** A stock as a market leaves it, trades and bands included. */
const anyStock: fc.Arbitrary<Stock> = fc
  .record({
    ticks: marketDay(60, { equalTimes: true }),
    bands: fc.uniqueArray(fc.nat(127)),
    foundEmpty: fc.uniqueArray(fc.nat(127)),
    unsettled: fc.boolean(),
    isOvertaking: fc.boolean(),
  })
  .map(({ ticks, bands, foundEmpty, unsettled, isOvertaking }) => {
    const recorded = new RecordedStock();
    for (const tick of ticks) {
      recorded.apply(tick);
      const left = recorded.stock.quote?.left ?? 0;
      if (left > 0) recorded.stock = afterTrade(recorded.stock, 'quote', 'buy', quantity(1)).stock;
    }
    const overtaken = isOvertaking ? recorded.stock.quote : undefined;
    const stock: Stock = { ...recorded.stock, unsettled, overtaken };
    const used = bands.reduce((opened, band) => withBand(opened, band % 2 ? 'buy' : 'sell', band), stock);
    return foundEmpty.reduce(
      (marked, band) => afterReading(marked, band % 2 ? 'buy' : 'sell', { empty: [band], used: [] }, EPOCH),
      used,
    );
  });

test('a stock reads back from its item as it was written', () => {
  fc.assert(
    fc.property(anyStock, (stock) => {
      expect(fromStockItem(toStockItem(stock))).toEqual(stock);
    }),
  );
});

test('flushing a committed stock gives the same bytes, whoever reads and flushes it', () => {
  const bytesOf = ({ page, closed }: Flush) => ({
    page: [page.number, ...packTicks(page.ticks)],
    closed: closed.map(({ interval, candle }) => [interval, ...packCandle(candle)]),
  });
  fc.assert(
    fc.property(anyStock, (stock) => {
      if (stock.unflushed === 0) return;
      const item = toStockItem(stock);
      const [one, other] = [fromStockItem(item), fromStockItem(structuredClone(item))].map(flushed);
      expect(one && bytesOf(one.flush)).toEqual(bytesOf(flushed(stock).flush));
      expect(other && bytesOf(other.flush)).toEqual(one && bytesOf(one.flush));
      expect(one && toStockItem(one.stock)).toEqual(other && toStockItem(other.stock));
    }),
  );
});

test('the fullest unflushed stock stays far below the item size limit', () => {
  const recorded = new RecordedStock();
  for (let index = 0; index < TICKS_PER_PAGE; index++) {
    recorded.apply({ ...aTick({ at: seconds(index * 3600) }), price: index % 2 ? MAX_AMOUNT : money(1n) });
  }
  expect(packTicks(recorded.stock.ticks).length).toBeLessThan(1024);
  expect(recorded.stock.quote?.receivedAt).toBe(NOON);
});
