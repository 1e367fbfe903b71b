import { eventTopics } from '../contract/events';
import { ORDERS } from '../storage/items/keys';
import type { Announcement } from './announcement';
import { orderEventsOf } from './order-events';
import { type BatchResponse, byPartition, publishChanges } from './publish-changes';
import { type TableChange, tableEvent } from './table-change';

/** Publishes what became of users' orders, each user's changes in sequence. */
export async function handler(input: unknown): Promise<BatchResponse> {
  const changes = tableEvent.parse(input).Records.filter(({ sortKey }) => sortKey.startsWith(ORDERS));
  return await publishChanges(byPartition(changes), announcementsOf);
}

function announcementsOf(change: TableChange): Announcement[] {
  return orderEventsOf(change).map((event) => ({ topic: eventTopics.ordersOf(event.user_id), event }));
}
