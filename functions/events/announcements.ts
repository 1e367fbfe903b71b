import { eventTopics, type QuoteEvent, type UserEvent } from '../contract/events';
import { ORDERS, STOCK } from '../storage/items/keys';
import { orderEventsOf } from './order-events';
import { quoteEventOf } from './quote-event';
import type { TableChange } from './table-change';

export interface Announcement {
  readonly topic: string;
  readonly event: UserEvent | QuoteEvent;
}

/** What subscribers are told of a change, in the order in which they are told. */
export function announcementsOf(change: TableChange): Announcement[] {
  if (change.sortKey.startsWith(ORDERS)) {
    return orderEventsOf(change).map((event) => ({ topic: eventTopics.ordersOf(event.user_id), event }));
  }
  const quote = change.sortKey === STOCK ? quoteEventOf(change) : undefined;
  return quote ? [{ topic: eventTopics.quoteOf(quote.stock_id), event: quote }] : [];
}

/** @returns the changes of each partition, in order */
export function byPartition(changes: readonly TableChange[]): TableChange[][] {
  const partitions = new Map<string, TableChange[]>();
  for (const change of changes) {
    partitions.set(change.partition, [...(partitions.get(change.partition) ?? []), change]);
  }
  return [...partitions.values()];
}

/**
 * Several changes of a stock are one to those who want its latest quote: from what it was before the first to what
 * it is after the last. Everything about orders stays.
 */
export function withOneQuote(changes: readonly TableChange[]): TableChange[] {
  const [first, ...later] = changes.filter(({ sortKey }) => sortKey === STOCK);
  if (!first) return [...changes];
  const last = later.at(-1) ?? first;
  return [...changes.filter(({ sortKey }) => sortKey !== STOCK), { ...last, before: first.before }];
}
