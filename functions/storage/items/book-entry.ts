import * as z from 'zod';
import { type Band, type BookEntry, priorityBound } from '../../domain/book';
import type { StockId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { Side } from '../../domain/order';
import type { Key, RawItem } from '../read';
import { instantField, moneyField, orderIdField, quantityField, stockIdField, userIdField } from './fields';
import { ascending, descending } from './sort-keys';

export function bandPartition(stockId: StockId, side: Side, band: Band): string {
  return `BOOK#${stockId}#${side}#${String(band).padStart(3, '0')}`;
}

export function bookEntryKey(entry: BookEntry): Key {
  const { stockId, side, band, priority } = entry;
  return {
    PK: bandPartition(stockId, side, band),
    SK: `${priceRank(side, priorityBound(entry))}#${priority}`,
  };
}

/** The last sort key of a band whose orders' priority bound still accepts the price. */
export function lastRankMeeting(side: Side, price: Money): string {
  return `${priceRank(side, price)}#~`;
}

/** Ascending in priority: the buy that offers most first, the sell that asks least first. */
function priceRank(side: Side, bound: Money): string {
  return side === 'buy' ? descending(bound) : ascending(bound);
}

const BookEntryItem = z
  .object({
    stockId: stockIdField,
    side: z.enum(['buy', 'sell']),
    band: z.int(),
    lower: moneyField,
    upper: moneyField,
    total: quantityField,
    priority: z.string(),
    orderId: orderIdField,
    userId: userIdField,
    goodUntil: instantField.optional(),
  })
  .transform(({ goodUntil, ...entry }): BookEntry => ({ ...entry, expiresAt: goodUntil }));

export function toBookEntryItem(entry: BookEntry): RawItem {
  const { expiresAt, ...rest } = entry;
  return { ...bookEntryKey(entry), ...rest, goodUntil: expiresAt };
}

export function fromBookEntryItem(item: RawItem): BookEntry {
  return BookEntryItem.parse(item);
}
