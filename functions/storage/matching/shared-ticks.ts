import type { StockId } from '../../domain/ids';
import type { IncomingTick } from '../../domain/tick';
import { inParallel } from '../../in-parallel';
import { SHARED_TICKS } from '../items/keys';
import { fromSharedTickItem, sharedTickKey, toSharedTickItem } from '../items/shared-tick';
import { stockPartition } from '../items/stock';
import { queryTable } from '../table/read';
import { withRetry } from '../table/retry';
import type { Store } from '../table/store';

/** Larger messages aren't shared: sharing pays off for single ticks, many of which arrive at the same time. */
export const MAX_SHARED_TICKS = 4;
const MAX_TAKEN_TICKS = 100;

/**
 * Puts ticks where other invocations working on the stock find them: one commit then replaces many that would conflict.
 * It guarantees nothing: an invocation keeps trying until its ticks are applied, by itself or another.
 */
export async function shareTicks(store: Store, ticks: readonly IncomingTick[]): Promise<void> {
  // One after the other: whoever found a tick without those before it would make them late.
  for (const tick of ticks.toSorted((a, b) => a.timestamp - b.timestamp))
    await withRetry(store.retry, () =>
      store.client.call('PutItem', { TableName: store.tableName, Item: toSharedTickItem(tick) }),
    );
}

/** Oldest first. */
export async function readSharedTicks(store: Store, stockId: StockId): Promise<IncomingTick[]> {
  const stretch = { from: SHARED_TICKS, to: `${SHARED_TICKS}~`, limit: MAX_TAKEN_TICKS };
  const { items } = await queryTable(store, { partition: stockPartition(stockId), ...stretch });
  return items.map(fromSharedTickItem);
}

/** Deletes ticks that have been applied. Any left over are later found to be applied, and deleted then. */
export async function dropSharedTicks(store: Store, ticks: readonly IncomingTick[]): Promise<void> {
  await inParallel(ticks, (tick) =>
    withRetry(store.retry, () =>
      store.client.call('DeleteItem', { TableName: store.tableName, Key: sharedTickKey(tick) }),
    ),
  );
}
