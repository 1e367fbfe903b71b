import { eventTopics } from '../contract/events';
import { STOCK } from '../storage/items/keys';
import type { Announcement } from './announcement';
import { type BatchResponse, byPartition, publishChanges } from './publish-changes';
import { quoteEventOf } from './quote-event';
import { type TableChange, tableEvent } from './table-change';

/** Tells subscribers the latest quote of each stock of the batch, however many there were. */
export async function handler(input: unknown): Promise<BatchResponse> {
  const changes = tableEvent.parse(input).Records.filter(({ sortKey }) => sortKey === STOCK);
  return await publishChanges(byPartition(changes).map(asOne), announcementsOf);
}

/** From what a stock was before its first change to what it is after the last. */
function asOne(changes: readonly TableChange[]): TableChange[] {
  const [first] = changes;
  const last = changes.at(-1);
  return first && last ? [{ ...last, before: first.before }] : [];
}

function announcementsOf(change: TableChange): Announcement[] {
  const quote = quoteEventOf(change);
  return quote ? [{ topic: eventTopics.quoteOf(quote.stock_id), event: quote }] : [];
}
