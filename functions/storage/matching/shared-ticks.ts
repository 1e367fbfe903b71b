import type { StockId } from '../../domain/ids';
import type { IncomingTick } from '../../domain/tick';
import { inParallel } from '../../in-parallel';
import { SHARED_TICKS } from '../items/keys';
import { fromSharedTickItem, sharedTickKey, toSharedTickItem } from '../items/shared-tick';
import { stockPartition } from '../items/stock';
import { queryTable } from '../table/read';
import { withRetry } from '../table/retry';
import type { Store } from '../table/store';

/** Larger messages take their turns: sharing pays for single ticks, of which many come at the same time. */
export const MAX_SHARED_TICKS = 4;
const MAX_TAKEN_TICKS = 100;

/**
 * Puts ticks where others who are at work on the stock find them, so that one commit takes what would take many that
 * get in each other's way. It promises nothing: whoever brought a tick goes on until it is applied, by whomever.
 */
export async function shareTicks(store: Store, ticks: readonly IncomingTick[]): Promise<void> {
  await inParallel(ticks, (tick) =>
    withRetry(store.retry, () =>
      store.client.call('PutItem', { TableName: store.tableName, Item: toSharedTickItem(tick) }),
    ),
  );
}

/** Oldest first. */
export async function readSharedTicks(store: Store, stockId: StockId): Promise<IncomingTick[]> {
  const stretch = { from: SHARED_TICKS, to: `${SHARED_TICKS}~`, limit: MAX_TAKEN_TICKS };
  const { items } = await queryTable(store, { partition: stockPartition(stockId), ...stretch });
  return items.map(fromSharedTickItem);
}

/** Takes away ticks that have been applied. Those that are left over are found to be applied, and taken away then. */
export async function dropSharedTicks(store: Store, ticks: readonly IncomingTick[]): Promise<void> {
  await inParallel(ticks, (tick) =>
    withRetry(store.retry, () =>
      store.client.call('DeleteItem', { TableName: store.tableName, Key: sharedTickKey(tick) }),
    ),
  );
}
