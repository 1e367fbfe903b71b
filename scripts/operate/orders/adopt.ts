import { scanUnlistedOrders } from '../../../functions/storage/queries/scan-unlisted-orders';
import type { Store } from '../../../functions/storage/table/store';
import { relistOrder } from '../../../functions/storage/transactions/relist-order';

export interface Adoption {
  readonly adopted: number;
  readonly failed: number;
}

/** Each order on its own: one that can't be adopted is reported, and the others are still adopted. */
export async function adoptOrders(store: Store, report: (line: string) => void): Promise<Adoption> {
  let [adopted, failed] = [0, 0];
  for await (const { userId, id } of scanUnlistedOrders(store)) {
    try {
      if (await relistOrder(store, userId, id)) adopted++;
    } catch (error) {
      failed++;
      report(`order ${id} of user ${userId}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { adopted, failed };
}
