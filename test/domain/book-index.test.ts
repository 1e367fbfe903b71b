import { type BookEntry, bookEntryOf, OPEN_BAND, WAITING } from '../../functions/domain/book';
import {
  afterReading,
  EMPTY_BANDS_STAY_SECONDS,
  hasBand,
  knowsOf,
  mustLearnOf,
  withBand,
  withEntry,
} from '../../functions/domain/book-index';
import type { Side } from '../../functions/domain/side';
import { newStock, type Stock } from '../../functions/domain/stock';
import { CIB, NOON, seconds, units } from '../../testing/builders';
import { anOrder } from '../../testing/orders';

const FOUND = { empty: [12], used: [] };
const AN_HOUR_LATER = seconds(EMPTY_BANDS_STAY_SECONDS);

let stock: Stock;
beforeEach(() => {
  stock = withBand(newStock(CIB, 'CIB'), 'buy', 12);
});

function entryIn(band: number, side: Side = 'buy'): BookEntry {
  const trigger = band === WAITING ? units(20) : undefined;
  return { ...bookEntryOf(anOrder(side, { total: 1 })), band, trigger };
}

test('bands in use are kept per side, in order', () => {
  const used = withBand(withBand(stock, 'buy', 3), 'sell', 127);
  expect(used.bands).toEqual({ buy: [3, 12], sell: [127] });
  expect([hasBand(used, 'buy', 3), hasBand(used, 'sell', 3)]).toEqual([true, false]);
});

test('an order enters a band in use without telling the stock', () => {
  expect(mustLearnOf(stock, entryIn(12))).toBe(false);
  expect(withEntry(stock, entryIn(12))).toBe(stock);
});

test.each<[string, BookEntry]>([
  ['a new band', entryIn(13)],
  ['the same band of the other side', entryIn(12, 'sell')],
  ['the list of those that wait for a price', entryIn(WAITING)],
])('an order that enters %s tells the stock, which then knows of it', (_what, entry) => {
  expect([mustLearnOf(stock, entry), knowsOf(stock, entry)]).toEqual([true, false]);
  expect(knowsOf(withEntry(stock, entry), entry)).toBe(true);
});

describe('a band that was found empty', () => {
  test('is still read, but an order that enters it tells the stock, as from a new band', () => {
    const marked = afterReading(stock, 'buy', FOUND, NOON);
    expect(knowsOf(marked, entryIn(12))).toBe(true);
    expect(mustLearnOf(marked, entryIn(12))).toBe(true);
    expect(withEntry(marked, entryIn(12))).toEqual(stock);
  });

  test('goes when it is found empty an hour later, and not before', () => {
    const marked = afterReading(stock, 'buy', FOUND, NOON);
    const later = afterReading(marked, 'buy', FOUND, seconds(EMPTY_BANDS_STAY_SECONDS - 0.000001));
    expect(later).toEqual(marked);
    const gone = afterReading(later, 'buy', FOUND, AN_HOUR_LATER);
    expect(gone).toEqual(newStock(CIB, 'CIB'));
  });

  test('stays when an order is in it after all', () => {
    const marked = afterReading(stock, 'buy', FOUND, NOON);
    const used = afterReading(marked, 'buy', { empty: [], used: [12] }, AN_HOUR_LATER);
    expect(used).toEqual(stock);
    expect(afterReading(used, 'buy', FOUND, AN_HOUR_LATER).bands.buy).toEqual([12]);
  });

  test('stays as long as nobody reads it', () => {
    const marked = afterReading(withBand(stock, 'buy', 13), 'buy', FOUND, NOON);
    const others = { empty: [13], used: [] };
    expect(afterReading(marked, 'buy', others, AN_HOUR_LATER).bands.buy).toEqual([12, 13]);
  });

  test('of the orders with one bound is always read', () => {
    const plain = withBand(withBand(newStock(CIB, 'CIB'), 'buy', 0), 'sell', OPEN_BAND);
    expect(afterReading(plain, 'buy', { empty: [0], used: [] }, NOON)).toBe(plain);
    expect(afterReading(plain, 'sell', { empty: [OPEN_BAND], used: [] }, NOON)).toBe(plain);
  });

  test('of one side says nothing about the other', () => {
    const both = withBand(stock, 'sell', 12);
    const marked = afterReading(both, 'buy', FOUND, NOON);
    expect(mustLearnOf(marked, entryIn(12, 'sell'))).toBe(false);
    expect(afterReading(marked, 'buy', FOUND, AN_HOUR_LATER).bands).toEqual({ buy: [], sell: [12] });
  });
});

test('bands in which something was found change nothing', () => {
  expect(afterReading(stock, 'buy', { empty: [], used: [12] }, NOON)).toBe(stock);
});
