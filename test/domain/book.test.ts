import fc from 'fast-check';
import {
  type BookEntry,
  bandCanMeet,
  bandOf,
  bandOfOrder,
  bookEntryOf,
  comparePriority,
  isBeyond,
  meets,
  OPEN_BAND,
  placedAt,
  WAITING,
} from '../../functions/domain/book';
import { MAX_AMOUNT, money } from '../../functions/domain/money';
import { type Order, priceRange } from '../../functions/domain/order';
import type { Side } from '../../functions/domain/side';
import { anyAmount, anyMagnitude } from '../../testing/arbitraries';
import { units } from '../../testing/builders';
import { NaiveBook } from '../../testing/naive-book';
import { anOrder, anyOrders, naiveOf } from '../../testing/orders';

const anySide = fc.constantFrom<Side>('buy', 'sell');

describe('bands', () => {
  test.each<[bigint, number]>([
    [0n, 0],
    [1n, 1],
    [2n, 3],
    [3n, 4],
    [4n, 5],
    [5n, 5],
    [6n, 6],
    [7n, 6],
    [8n, 7],
    [11n, 7],
    [12n, 8],
    [MAX_AMOUNT, 100],
  ])('a bound of %p units is in band %p', (bound, band) => {
    expect(bandOf(money(bound))).toBe(band);
  });

  test('the band of n is exactly 1 + ⌊2·log₂ n⌋', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyAmount(1n),
          anyMagnitude().filter((n) => n > 0n),
        ),
        (bound) => {
          const exponent = BigInt(bandOf(bound) - 1);
          // 2^(exponent/2) <= n < 2^((exponent+1)/2), squared so that it stays in whole numbers.
          expect(2n ** exponent <= bound * bound).toBe(true);
          expect(bound * bound < 2n ** (exponent + 1n)).toBe(true);
        },
      ),
    );
  });

  test('a larger bound is never in a lower band', () => {
    fc.assert(
      fc.property(anyMagnitude(), anyMagnitude(), (a, b) => {
        expect(bandOf(a < b ? a : b)).toBeLessThanOrEqual(bandOf(a < b ? b : a));
      }),
    );
  });

  test('the open band is above the band of any bound', () => {
    expect(bandOf(MAX_AMOUNT)).toBeLessThan(OPEN_BAND);
  });

  test.each<[string, number, Order]>([
    ['a buy without a lower bound', 0, anOrder('buy', { upper: 10 })],
    ['a buy by its lower bound', 5, anOrder('buy', { lower: 0.0004, upper: 10 })],
    ['a sell without an upper bound', OPEN_BAND, anOrder('sell', { lower: 10 })],
    ['a sell by its upper bound', 5, anOrder('sell', { lower: 0, upper: 0.0004 })],
  ])('%s lies in band %p', (_what, band, order) => {
    expect(bandOfOrder(order)).toBe(band);
    expect(bookEntryOf(order).band).toBe(band);
  });

  test('a waiting order lies outside all bands', () => {
    const waiting: Order = { ...anOrder('buy', { lower: 8, upper: 10 }), isWaiting: true };
    expect(bookEntryOf(waiting).band).toBe(WAITING);
    expect(placedAt(waiting, units(7.9999))).toEqual(waiting);
    expect(placedAt(waiting, undefined)).toEqual(waiting);
    expect(bookEntryOf(placedAt(waiting, units(8))).band).toBe(bandOf(units(8)));
  });

  test('no band is skipped that holds an order accepting a price in the span', () => {
    const anyPrices = fc.tuple(anyMagnitude(), anyMagnitude(), anyMagnitude());
    fc.assert(
      fc.property(anyOrders(20), anyPrices, (orders, prices) => {
        const [lowest = money(0n), price = lowest, highest = price] = prices.toSorted((a, b) =>
          Number(a - b),
        );
        for (const order of orders) {
          const entry = bookEntryOf(order);
          if (meets(entry, price))
            expect(bandCanMeet(order.side, entry.band, { lowest, highest })).toBe(true);
        }
      }),
    );
  });

  test('nor is a band at the exact end of the span', () => {
    fc.assert(
      fc.property(anyMagnitude(MAX_AMOUNT / 100n), (price) => {
        const span = { lowest: price, highest: price };
        expect(bandCanMeet('buy', bandOf(price), span)).toBe(true);
        expect(bandCanMeet('sell', bandOf(price), span)).toBe(true);
        expect(bandCanMeet('buy', 0, span)).toBe(true);
        expect(bandCanMeet('sell', OPEN_BAND, span)).toBe(true);
      }),
    );
  });

  test('a band wholly beyond the span is skipped', () => {
    const span = { lowest: units(10), highest: units(12) };
    expect(bandCanMeet('buy', bandOf(units(18)), span)).toBe(false);
    expect(bandCanMeet('sell', bandOf(units(7)), span)).toBe(false);
  });
});

describe('a book entry', () => {
  test('points at its order and knows its bounds', () => {
    const order = anOrder('buy', { lower: 8, upper: 10, total: 7 });
    expect(bookEntryOf(order)).toMatchObject({
      orderId: order.id,
      userId: order.userId,
      stockId: order.stockId,
      priority: order.id,
      lower: units(8),
      upper: units(10),
      total: 7,
    });
  });

  test.each<[Side, number, boolean, boolean]>([
    ['buy', 7.9999, false, false],
    ['buy', 8, true, false],
    ['buy', 10, true, false],
    ['buy', 10.0001, false, true],
    ['sell', 7.9999, false, true],
    ['sell', 8, true, false],
    ['sell', 10, true, false],
    ['sell', 10.0001, false, false],
  ])('a %s from 8 to 10 at %p: meets %p, beyond %p', (side, price, doesMeet, isPast) => {
    const entry = bookEntryOf(anOrder(side, { lower: 8, upper: 10 }));
    expect([meets(entry, units(price)), isBeyond(entry, units(price))]).toEqual([doesMeet, isPast]);
  });
});

describe('price-time priority', () => {
  test('a buy that bids more goes before an earlier one', () => {
    const [early, generous] = [anOrder('buy', { upper: 10 }), anOrder('buy', { upper: 11 })].map(bookEntryOf);
    expect(sortedIds([early, generous])).toEqual([generous?.orderId, early?.orderId]);
  });

  test('a sell that asks less goes before an earlier one', () => {
    const [early, modest] = [anOrder('sell', { lower: 10 }), anOrder('sell', { lower: 9 })].map(bookEntryOf);
    expect(sortedIds([early, modest])).toEqual([modest?.orderId, early?.orderId]);
  });

  test.each<Side>(['buy', 'sell'])('of two %ss at the same price, the earlier goes first', (side) => {
    const bounds = { lower: 10, upper: 10 };
    const [first, second] = [anOrder(side, bounds), anOrder(side, bounds)].map(bookEntryOf);
    expect(sortedIds([second, first])).toEqual([first?.orderId, second?.orderId]);
  });

  test('entries sort as they do in the naive book', () => {
    fc.assert(
      fc.property(anyOrders(40), anySide, (orders, side) => {
        const naive = new NaiveBook();
        for (const order of orders) naive.add(naiveOf(order));
        const entries = orders.filter((order) => order.side === side).map(bookEntryOf);
        expect(sortedIds(entries.toReversed())).toEqual(naive.inPriority(side).map(({ id }) => id));
      }),
    );
  });

  test('the order is total: antisymmetric, and zero only for an entry and itself', () => {
    fc.assert(
      fc.property(anyOrders(12), anySide, (orders, side) => {
        const entries = orders.filter((order) => order.side === side).map(bookEntryOf);
        for (const a of entries) {
          for (const b of entries) {
            expect(comparePriority(a, b) + comparePriority(b, a)).toBe(0);
            expect(comparePriority(a, b) === 0).toBe(a === b);
          }
        }
      }),
    );
  });

  test('no entry after one that is beyond the price accepts it', () => {
    fc.assert(
      fc.property(anyOrders(20), anySide, anyMagnitude(), (orders, side, price) => {
        const entries = orders
          .filter((order) => order.side === side)
          .map(bookEntryOf)
          .sort(comparePriority);
        const beyond = entries.findIndex((entry) => isBeyond(entry, price));
        const behind = beyond < 0 ? [] : entries.slice(beyond);
        expect(behind.filter((entry) => meets(entry, price))).toEqual([]);
      }),
    );
  });

  test('read band by band and merged, a book yields the same entries as the naive book, in the same order', () => {
    fc.assert(
      fc.property(anyOrders(60), anySide, anyMagnitude(), (orders, side, price) => {
        const naive = new NaiveBook();
        for (const order of orders) naive.add(naiveOf(order));
        const entries = orders.filter((order) => order.side === side).map(bookEntryOf);
        const read = entries.filter(({ band }) => bandCanMeet(side, band, { lowest: price, highest: price }));
        const merged = read.sort(comparePriority).filter((entry) => meets(entry, price));
        expect(merged.map(({ orderId }) => orderId)).toEqual(naive.meeting(side, price).map(({ id }) => id));
      }),
    );
  });

  test('an entry’s bounds are those of its order', () => {
    fc.assert(
      fc.property(anyOrders(20), (orders) => {
        for (const order of orders) expect(bookEntryOf(order)).toMatchObject(priceRange(order));
      }),
    );
  });
});

function sortedIds(entries: readonly (BookEntry | undefined)[]): string[] {
  return entries
    .filter((entry) => entry !== undefined)
    .sort(comparePriority)
    .map(({ orderId }) => orderId);
}
