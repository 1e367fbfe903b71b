import fc from 'fast-check';
import { bookEntryOf, comparePriority, isBeyond } from '../../../functions/domain/book';
import { MAX_AMOUNT, money } from '../../../functions/domain/money';
import { bookEntryKey, lastRankMeeting } from '../../../functions/storage/items/book-entry';
import {
  ascending,
  chronological,
  descending,
  newestFirst,
} from '../../../functions/storage/items/sort-keys';
import { anyAmount, anyInstant, anyMagnitude, EPOCH, LAST_INSTANT } from '../../../testing/arbitraries';
import { anyOrders } from '../../../testing/orders';

/** As DynamoDB compares strings: byte by byte. */
function compared(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function signOf(difference: bigint | number): number {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

const anyUlid = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);

test.each<[string, string]>([
  [ascending(0n), '0000000000000000'],
  [ascending(MAX_AMOUNT), '1000000000000000'],
  [descending(0n), '9999999999999999'],
  [descending(MAX_AMOUNT), '8999999999999999'],
  [chronological(EPOCH), '0000000000000000'],
  [chronological(LAST_INSTANT), '8993721599999999'],
])('%s is sixteen digits wide', (key, expected) => {
  expect(key).toBe(expected);
});

test('ascending keys sort as their amounts do, and descending keys the other way around', () => {
  const any = fc.oneof(anyAmount(), anyMagnitude());
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(compared(ascending(a), ascending(b))).toBe(signOf(a - b));
      expect(compared(descending(a), descending(b))).toBe(signOf(b - a));
    }),
  );
});

test('chronological keys sort as their instants do', () => {
  fc.assert(
    fc.property(anyInstant(), anyInstant(), (a, b) => {
      expect(compared(chronological(a), chronological(b))).toBe(signOf(a - b));
    }),
    { examples: [[EPOCH, LAST_INSTANT]] },
  );
});

describe('newestFirst', () => {
  test('applied twice gives the ULID back', () => {
    fc.assert(
      fc.property(anyUlid, (ulid) => {
        expect(newestFirst(newestFirst(ulid))).toBe(ulid);
      }),
    );
  });

  test('reverses the order of ULIDs', () => {
    fc.assert(
      fc.property(anyUlid, anyUlid, (a, b) => {
        expect(compared(newestFirst(a), newestFirst(b))).toBe(compared(b, a));
      }),
    );
  });

  test('reverses even two from the same millisecond', () => {
    const [first, second] = ['01KE6000000000000000000009', '01KE600000000000000000000A'];
    expect(compared(newestFirst(first), newestFirst(second))).toBe(1);
  });

  test.each([
    ['00000000000000000000000000', 'ZZZZZZZZZZZZZZZZZZZZZZZZZZ'],
    ['7ZZZZZZZZZZZZZZZZZZZZZZZZZ', 'R0000000000000000000000000'],
  ])('of %s is %s', (ulid, expected) => {
    expect(newestFirst(ulid)).toBe(expected);
  });
});

describe('book keys', () => {
  test('sort by priority within a band', () => {
    fc.assert(
      fc.property(anyOrders(20), (orders) => {
        const entries = orders.map(bookEntryOf);
        for (const a of entries) {
          for (const b of entries) {
            const [one, other] = [bookEntryKey(a), bookEntryKey(b)];
            if (one.PK === other.PK) expect(compared(one.SK, other.SK)).toBe(signOf(comparePriority(a, b)));
            else expect([a.side, a.band]).not.toEqual([b.side, b.band]);
          }
        }
      }),
    );
  });

  test('can be cut, for a price, exactly before those whose priority bound is beyond it', () => {
    fc.assert(
      fc.property(anyOrders(20), anyMagnitude(), (orders, price) => {
        for (const entry of orders.map(bookEntryOf)) {
          const isRead = compared(bookEntryKey(entry).SK, lastRankMeeting(entry.side, price)) <= 0;
          expect(isRead).toBe(!isBeyond(entry, price));
        }
      }),
    );
  });

  test('include an order at exactly that price', () => {
    fc.assert(
      fc.property(anyOrders(5), (orders) => {
        for (const entry of orders.map(bookEntryOf)) {
          const bound = entry.side === 'buy' ? entry.upper : entry.lower;
          expect(compared(bookEntryKey(entry).SK, lastRankMeeting(entry.side, money(bound)))).toBe(-1);
        }
      }),
    );
  });
});
