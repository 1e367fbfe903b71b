import { assert } from '../../domain/assert';
import type { Fill } from '../../domain/fill';
import type { StockId } from '../../domain/ids';
import { newStock, TICK_RULES, type TickRules } from '../../domain/stock';
import { distinctTicks, type IncomingTick } from '../../domain/tick';
import { seenTicks } from '../history/seen-ticks';
import { readStock } from '../queries/read-stock';
import { afterCommit } from '../table/after-commit';
import { type RetryPolicy, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { MarketSession } from './market-session';
import { spansOf } from './price-span';
import { dropSharedTicks, MAX_SHARED_TICKS, readSharedTicks, shareTicks } from './shared-ticks';

export interface Advance {
  readonly quoted: number;
  /** All late ticks, including those that were still matched. */
  readonly late: number;
  /** Late ticks that were only recorded. */
  readonly tooLate: number;
  readonly duplicate: number;
  readonly filled: readonly Fill[];
}

/**
 * Applies ticks of one stock in the given order, and fills the orders they meet. Applying a tick again changes nothing,
 * so a caller that doesn't know whether it succeeded simply calls again.
 *
 * @param filled gets the fills as they are committed
 * @throws StoreUnavailable if the retry budget is spent; what was committed by then stays
 */
export async function matchTicks(
  store: Store,
  stockId: StockId,
  delivered: readonly IncomingTick[],
  rules: Partial<TickRules> = {},
  filled: Fill[] = [],
): Promise<Advance> {
  // Repetitions within the batch are removed first; the stored history only knows the past.
  const ticks = distinctTicks(delivered);
  const repeated = delivered.length - ticks.length;
  const [first] = ticks;
  assert(first !== undefined, 'there are no ticks to apply');
  const mayShare = ticks.length <= MAX_SHARED_TICKS;
  let attempts = 0;
  return await withRetry(mayShare ? patient(store.retry) : store.retry, async () => {
    attempts++;
    if (mayShare && attempts === FIRST_SHARING_ATTEMPT) await shareTicks(store, ticks);
    const isSharing = mayShare && attempts >= FIRST_SHARING_ATTEMPT;
    const [read, shared] = await Promise.all([
      readStock(store, stockId),
      isSharing ? readSharedTicks(store, stockId) : [],
    ]);
    const together = isSharing ? inOrder([...ticks, ...shared]) : ticks;
    const stock = read ?? newStock(stockId, first.name);
    const session = new MarketSession(store, stock, spansOf(stock, together), filled, {
      ...TICK_RULES,
      ...rules,
    });
    await session.settle();
    const outcomes = { quoted: 0, late: 0, too_late: 0, duplicate: repeated };
    const wasSeen = seenTicks(store, stock, together);
    for (const tick of together) outcomes[await session.take(tick, wasSeen)]++;
    await session.finish();
    const { quoted, late, too_late: tooLate } = outcomes;
    // When sharing, another invocation may have applied our ticks: those aren't duplicates.
    const duplicate = isSharing ? repeated : outcomes.duplicate;
    const advance = { quoted, late: late + tooLate, tooLate, duplicate, filled };
    return await afterCommit(advance, async () => {
      await dropSharedTicks(store, shared);
      return advance;
    });
  });
}

/** An overtaken invocation is most likely one of many. */
const FIRST_SHARING_ATTEMPT = 2;

/** After sharing it is best to let others go first: most invocations then find their ticks applied. */
function patient(retry: RetryPolicy): RetryPolicy {
  return { ...retry, baseDelayMs: 5 * retry.baseDelayMs, maxDelayMs: 2 * retry.maxDelayMs };
}

function inOrder(ticks: readonly IncomingTick[]): IncomingTick[] {
  return distinctTicks(ticks).sort((a, b) => a.timestamp - b.timestamp);
}
