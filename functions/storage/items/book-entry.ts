import * as z from 'zod';
import { type Band, type BookEntry, OPEN_BAND, priorityBound, triggerOf, WAITING } from '../../domain/book';
import type { OrderId, StockId } from '../../domain/ids';
import { type Money, money } from '../../domain/money';
import { NO_UPPER_BOUND } from '../../domain/order';
import type { Side } from '../../domain/side';
import type { Key, RawItem } from '../table/read';
import { expiringAt } from './expiry';
import { instantField, moneyField, orderIdField, quantityField, userIdField } from './fields';
import { BOOKS } from './keys';
import { ascended, ascending, descended, descending } from './sort-keys';

export function bandPartition(stockId: StockId, side: Side, band: Band): string {
  return `${BOOKS}${stockId}#${side}#${String(band).padStart(3, '0')}`;
}

export function bookEntryKey(entry: BookEntry): Key {
  const { stockId, side, band, priority } = entry;
  const rank = band === WAITING ? triggerRank(side, triggerOf(entry)) : priceRank(side, priorityBound(entry));
  return { PK: bandPartition(stockId, side, band), SK: `${rank}#${priority}` };
}

/** By distance: a rising price reaches the lowest buy first, a falling one the highest sell. */
function triggerRank(side: Side, trigger: Money): string {
  return side === 'buy' ? ascending(trigger) : descending(trigger);
}

function triggerOfRank(side: Side, rank: string): Money {
  return money(side === 'buy' ? ascended(rank) : descended(rank));
}

/** The last sort key in a band at which the priority bound still accepts the price. */
export function lastRankMeeting(side: Side, price: Money): string {
  return `${priceRank(side, price)}#~`;
}

/** By priority: the highest-bidding buy first, the lowest-asking sell first. */
function priceRank(side: Side, bound: Money): string {
  return side === 'buy' ? descending(bound) : ascending(bound);
}

/** Attributes don't repeat what the keys say: most of what a tick reads is entries, so they are kept small. */
const BookEntryItem = z
  .object({
    PK: z.templateLiteral([BOOKS, z.string(), '#', z.enum(['buy', 'sell']), '#', z.string()]),
    SK: z.templateLiteral([z.string(), '#', z.string()]),
    lower: moneyField,
    upper: moneyField,
    total: quantityField,
    orderId: orderIdField.optional(),
    userId: userIdField,
    goodUntil: instantField.optional(),
  })
  .transform(({ PK, SK, orderId, goodUntil, ...entry }): BookEntry => {
    const [, stockId = '', name, number] = PK.split('#');
    const [rank = '', priority = ''] = SK.split('#');
    const side = name === 'buy' ? 'buy' : 'sell';
    const band = Number(number);
    // Version 0.1 stored an upper bound nobody had requested, to limit a sell's value; now each fill's is limited.
    const upper = band === OPEN_BAND ? NO_UPPER_BOUND : entry.upper;
    return {
      ...entry,
      upper,
      stockId: stockId as StockId,
      side,
      band,
      trigger: band === WAITING ? triggerOfRank(side, rank) : undefined,
      priority,
      orderId: orderId ?? (priority as OrderId),
      expiresAt: goodUntil,
    };
  });

export function toBookEntryItem(entry: BookEntry): RawItem {
  const { lower, upper, total, userId, orderId, priority, expiresAt } = entry;
  const ownId = orderId === priority ? undefined : orderId;
  return {
    ...bookEntryKey(entry),
    ...(expiresAt !== undefined && expiringAt(expiresAt, orderId)),
    ...{ lower, upper, total, userId, orderId: ownId, goodUntil: expiresAt },
  };
}

export function fromBookEntryItem(item: RawItem): BookEntry {
  return BookEntryItem.parse(item);
}
