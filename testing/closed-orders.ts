import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { closed, type Order } from '../functions/domain/order';
import { toOrderItem } from '../functions/storage/items/order';
import type { Store } from '../functions/storage/table/store';
import { anOrderId } from './builders';
import { documents } from './test-store';

const ITEMS_PER_BATCH = 25;
const BATCHES_IN_FLIGHT = 4;

/** Writes many closed orders directly to the table, as if placed after the given one, without the trades they made. */
export async function closedBesides(store: Store, order: Order, count: number): Promise<void> {
  const items = Array.from({ length: count }, () => {
    const id = anOrderId();
    return toOrderItem(closed({ ...order, id, priority: id }, 'canceled', 'test', store.now()));
  });
  const batches = Array.from({ length: Math.ceil(count / ITEMS_PER_BATCH) }, (_, index) =>
    items.slice(index * ITEMS_PER_BATCH, (index + 1) * ITEMS_PER_BATCH),
  ).values();
  const write = async () => {
    for (const batch of batches) {
      const RequestItems = { [store.tableName]: batch.map((Item) => ({ PutRequest: { Item } })) };
      await documents().send(new BatchWriteCommand({ RequestItems }));
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, write));
}
