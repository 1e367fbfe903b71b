import type { StockId } from '../domain/ids';
import { toMilliseconds } from '../domain/instant';
import type { IncomingTick } from '../domain/tick';
import { logger } from '../logger';
import { note } from '../metrics';
import type { Advance } from '../storage/matching/match-ticks';

/** Counts what ticks of one stock came to, and logs by name who was filled. */
export function observeAdvance(
  stockId: StockId,
  ticks: readonly IncomingTick[],
  { quoted, late, tooLate, duplicate, filled }: Advance,
  committedAtMs = Date.now(),
): void {
  note('Ticks', ticks.length);
  note('Fills', filled.length);
  note('LateTicks', late);
  note('TooLateTicks', tooLate);
  note('Duplicates', duplicate);
  // Ticks that came late or again say nothing about how old the price was that orders met.
  if (quoted > 0) note('Lag', lagMs(ticks, committedAtMs));
  if (filled.length > 0) {
    const fills = filled.map(({ order, shares }) => ({ user_id: order.userId, order_id: order.id, shares }));
    logger.info('filled', { stock_id: stockId, fills });
  }
}

/** Of the newest tick. A publisher's clock that is ahead of ours makes no negative lag. */
function lagMs(ticks: readonly IncomingTick[], committedAtMs: number): number {
  const newestMs = ticks.reduce((newest, { timestamp }) => Math.max(newest, toMilliseconds(timestamp)), 0);
  return Math.max(0, committedAtMs - newestMs);
}
