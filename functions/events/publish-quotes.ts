import { eventTopics } from '../contract/events';
import { STOCK } from '../storage/items/keys';
import type { Announcement } from './announcement';
import { type BatchResponse, byPartition, publishChanges } from './publish-changes';
import { quoteEventOf } from './quote-event';
import { type TableChange, tableEvent } from './table-change';

/** Publishes only the latest quote of each stock in the batch. */
export async function handler(input: unknown): Promise<BatchResponse> {
  const changes = tableEvent.parse(input).Records.filter(({ sortKey }) => sortKey === STOCK);
  return await publishChanges(byPartition(changes).map(asOne), announcementsOf);
}

/**
 * Merges changes of a stock into one, from before the first to after the last. It has the first's place in the stream:
 * redelivered from a later one, a quote that an earlier one brought would look old.
 */
function asOne(changes: readonly TableChange[]): TableChange[] {
  const [first] = changes;
  const last = changes.at(-1);
  return first && last ? [{ ...first, after: last.after }] : [];
}

function announcementsOf(change: TableChange): Announcement[] {
  const quote = quoteEventOf(change);
  return quote ? [{ topic: eventTopics.quoteOf(quote.stock_id), event: quote }] : [];
}
