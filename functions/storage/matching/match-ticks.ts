import { assert } from '../../domain/assert';
import type { PriceSpan } from '../../domain/book';
import { INTERVAL_LENGTH, startOf } from '../../domain/candle';
import { greatest, least } from '../../domain/extremes';
import type { Fill } from '../../domain/fill';
import type { StockId } from '../../domain/ids';
import { after, MICROSECONDS } from '../../domain/instant';
import { isFresh, newStock, type Stock } from '../../domain/stock';
import { distinctTicks, type IncomingTick, isSameTick, type Tick } from '../../domain/tick';
import { hasLostTicks } from '../history/has-lost-ticks';
import { readSeenTicks } from '../history/read-ticks';
import { readStock } from '../queries/read-stock';
import { withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { MarketSession } from './market-session';

export interface Advance {
  readonly quoted: number;
  readonly late: number;
  readonly duplicate: number;
  readonly filled: readonly Fill[];
}

/**
 * Applies ticks of one stock, in the order given, and fills what they fill. Applying a tick again changes nothing,
 * so a caller that does not know whether it succeeded simply calls again.
 *
 * @throws StoreUnavailable when the retry budget is spent; what was committed by then stands on its own
 */
export async function matchTicks(
  store: Store,
  stockId: StockId,
  delivered: readonly IncomingTick[],
): Promise<Advance> {
  // What is repeated within the batch is sorted out first, so that the stored history is asked only about the past.
  const ticks = distinctTicks(delivered);
  const repeated = delivered.length - ticks.length;
  const [first] = ticks;
  assert(first !== undefined, 'there is a tick to apply');
  const filled: Fill[] = [];
  return await withRetry(store.retry, async () => {
    const stock = (await readStock(store, stockId)) ?? newStock(stockId, first.name);
    const session = new MarketSession(store, stock, spanOf(stock, ticks), filled);
    if (stock.unsettled) await session.match();
    const outcomes = { quoted: 0, late: 0, late_after_flush: 0, duplicate: 0, unknown: 0 };
    const wasStored = storedTickLookup(store, stock, ticks);
    for (const tick of ticks) {
      const outcome = await session.apply(tick, wasStored);
      outcomes[outcome]++;
      if (outcome === 'quoted') await session.match();
    }
    await session.finish();
    const late = outcomes.late + outcomes.late_after_flush;
    return { quoted: outcomes.quoted, late, duplicate: outcomes.duplicate + repeated, filled };
  });
}

/**
 * Fills what the present quote still fills: after a crash in the middle of a tick, or when an order was placed
 * while the tick that meets it was being committed.
 *
 * @throws StoreUnavailable when the retry budget is spent
 */
export async function settleStock(store: Store, stockId: StockId, quoteMaxAgeSeconds: number): Promise<void> {
  await withRetry(store.retry, async () => {
    const stock = await readStock(store, stockId);
    if (stock) await settle(store, stock, quoteMaxAgeSeconds);
  });
}

/**
 * @returns the stock as committed last, with nothing left to fill
 * @throws Overtaken
 */
export async function settle(store: Store, stock: Stock, quoteMaxAgeSeconds: number): Promise<Stock> {
  if (!stock.quote) return stock;
  if (!stock.unsettled && !isFresh(stock.quote, store.now(), quoteMaxAgeSeconds)) return stock;
  const session = new MarketSession(store, stock, spanOf(stock, []), []);
  await session.match();
  await session.finish();
  return session.committed;
}

/** The prices that the session will match at: the ticks', and the quote's own when it is unsettled. */
function spanOf(stock: Stock, ticks: readonly IncomingTick[]): PriceSpan {
  const prices = ticks.map((tick) => tick.price);
  if (stock.quote && (stock.unsettled || ticks.length === 0)) prices.push(stock.quote.price);
  const [first, ...rest] = prices;
  assert(first !== undefined, 'a session matches at some price');
  return { lowest: least(first, ...rest), highest: greatest(first, ...rest) };
}

/** Looks ticks up in the stored history, reading once for all ticks of the batch that fall into one hour. */
function storedTickLookup(store: Store, stock: Stock, batch: readonly IncomingTick[]) {
  const hourOf = ({ timestamp }: IncomingTick) => startOf(timestamp, INTERVAL_LENGTH['1h']);
  const read = new Map<number, Promise<Tick[]>>();
  return async (tick: IncomingTick): Promise<boolean> => {
    const hour = hourOf(tick);
    const times = batch.filter((other) => hourOf(other) === hour).map(({ timestamp }) => timestamp);
    const range = { from: least(tick.timestamp, ...times), to: greatest(tick.timestamp, ...times) };
    const stored = read.get(hour) ?? readSeenTicks(store, stock, range);
    read.set(hour, stored);
    if ((await stored).some((known) => isSameTick(known, tick))) return true;
    return mayHaveExpired(store, tick) && (await hasLostTicks(store, stock, tick.timestamp));
  };
}

/** Among ticks that are gone nobody can find this one, so where some are it counts as known rather than twice. */
function mayHaveExpired(store: Store, { timestamp }: IncomingTick): boolean {
  const { tickRetentionDays } = store;
  if (tickRetentionDays === undefined) return false;
  return timestamp < after(store.now(), -tickRetentionDays * MICROSECONDS.day);
}
