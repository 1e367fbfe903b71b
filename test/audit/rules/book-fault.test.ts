import { bandFault, bookFault } from '../../../functions/audit/rules/book-fault';
import { type BookEntry, bookEntryOf } from '../../../functions/domain/book';
import { withBand, withNearest } from '../../../functions/domain/book-index';
import type { OrderId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import type { Order } from '../../../functions/domain/order';
import { newStock } from '../../../functions/domain/stock';
import { bookEntryKey } from '../../../functions/storage/items/book-entry';
import type { Key } from '../../../functions/storage/table/read';
import { CIB, NOON, units } from '../../../testing/builders';
import { anOrder } from '../../../testing/orders';

const order = anOrder('buy', { total: 10, lower: 8, upper: 12 });
const entry = bookEntryOf(order);
const at = bookEntryKey(entry);
const elsewhere: Key = { ...at, SK: `${at.SK}0` };
const closed: Order = { ...order, status: 'canceled', closedAt: NOON };

test.each<[string, Key, BookEntry | undefined, Order | undefined]>([
  ['an open order with its entry', at, entry, order],
  ['a closed order without one', at, undefined, closed],
  ['nothing at all', at, undefined, undefined],
  ['an open order without an entry in a place that is not its own', elsewhere, undefined, order],
])('the book is sound with %s', (_, place, booked, of) => {
  expect(bookFault(place, booked, of)).toBeUndefined();
});

test.each<[string, Key, BookEntry | undefined, Order | undefined]>([
  [`The entry ${at.PK} / ${at.SK} is for an order that does not exist.`, at, entry, undefined],
  [`The entry ${at.PK} / ${at.SK} is for an order that is canceled.`, at, entry, closed],
  [`The open order ${order.id} has no entry in the book.`, at, undefined, order],
  [`The entry ${at.PK} / ${elsewhere.SK} is not where its order belongs.`, elsewhere, entry, order],
  ...(
    [
      ['orderId', { orderId: 'another' as OrderId }],
      ['lower', { lower: units(7) }],
      ['upper', { upper: units(13) }],
      ['total', { total: quantity(11) }],
      ['expiresAt', { expiresAt: NOON }],
    ] as const
  ).map(([field, change]): [string, Key, BookEntry, Order] => [
    `The entry ${at.PK} / ${at.SK} and its order differ in ${field}.`,
    at,
    { ...entry, ...change },
    order,
  ]),
])('%s', (what, place, booked, of) => {
  expect(bookFault(place, booked, of)).toEqual({ promise: 7, subject: `${place.PK} / ${place.SK}`, what });
});

describe('the band of an entry', () => {
  const unaware = newStock(CIB, 'CIB');
  const aware = withBand(unaware, 'buy', entry.band);

  test('is sound when its stock uses it', () => {
    expect(bandFault(at, entry, order, aware)).toBeUndefined();
  });

  test('doesn’t matter when the order is closed or gone', () => {
    expect(bandFault(at, entry, closed, unaware)).toBeUndefined();
    expect(bandFault(at, entry, undefined, undefined)).toBeUndefined();
  });

  test.each([
    ['its stock does not use it', unaware],
    ['its stock uses it on the other side', withBand(unaware, 'sell', entry.band)],
    ['there is no stock', undefined],
  ])('breaks promise 7 when %s', (_, stock) => {
    expect(bandFault(at, entry, order, stock)).toMatchObject({
      promise: 7,
      what: `The entry ${at.PK} / ${at.SK} is in a band that its stock does not use.`,
    });
  });

  test('breaks promise 7 for a waiting order closer than any its stock knows of', () => {
    const waiting: Order = { ...order, lowerBound: units(3), isWaiting: true };
    const [place, lying] = [bookEntryKey(bookEntryOf(waiting)), bookEntryOf(waiting)];
    const knowing = (nearest: number) => withNearest(unaware, 'buy', units(nearest));
    expect(bandFault(place, lying, waiting, knowing(3))).toBeUndefined();
    expect(bandFault(place, lying, waiting, unaware)).toMatchObject({ promise: 7 });
    expect(bandFault(place, lying, waiting, knowing(3.0001))).toMatchObject({
      what: `The entry ${place.PK} / ${place.SK} waits closer to the price than any that its stock knows of.`,
    });
  });
});
