import type { Fill } from '../domain/fill';
import type { StockId } from '../domain/ids';
import { toMilliseconds } from '../domain/instant';
import type { IncomingTick } from '../domain/tick';
import { logger } from '../logger';
import { recordMetric } from '../metrics';
import type { Advance } from '../storage/matching/match-ticks';

/** Counts the outcomes of one stock's ticks. */
export function observeTicks(
  ticks: readonly IncomingTick[],
  { quoted, late, tooLate, duplicate }: Advance,
  committedAtMs = Date.now(),
): void {
  recordMetric('Ticks', ticks.length);
  recordMetric('LateTicks', late);
  recordMetric('TooLateTicks', tooLate);
  recordMetric('Duplicates', duplicate);
  // Late and duplicate ticks say nothing about the age of the price that orders met.
  if (quoted > 0) recordMetric('Lag', lagMs(ticks, committedAtMs));
}

/** Counts one stock's fills, and logs whose orders were filled. */
export function observeFills(stockId: StockId, filled: readonly Fill[]): void {
  recordMetric('Fills', filled.length);
  if (filled.length === 0) return;
  const fills = filled.map(({ order, shares }) => ({ user_id: order.userId, order_id: order.id, shares }));
  logger.info('filled', { stock_id: stockId, fills });
}

/** Lag of the newest tick, never negative even if a publisher's clock is ahead of ours. */
function lagMs(ticks: readonly IncomingTick[], committedAtMs: number): number {
  const newestMs = ticks.reduce((newest, { timestamp }) => Math.max(newest, toMilliseconds(timestamp)), 0);
  return Math.max(0, committedAtMs - newestMs);
}
