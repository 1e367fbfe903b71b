import { balanceOf } from '../../domain/account';
import { assert } from '../../domain/assert';
import type { Candle, Interval } from '../../domain/candle';
import { type EquityPoint, equityCourse, equityInstants, equityStep } from '../../domain/equity';
import { greatest, least } from '../../domain/extremes';
import { totalShares } from '../../domain/holding';
import type { StockId, UserId } from '../../domain/ids';
import { type Instant, MICROSECONDS } from '../../domain/instant';
import type { LedgerEntry } from '../../domain/ledger';
import type { TimeRange } from '../../domain/range';
import { isRejection } from '../../domain/rejection';
import type { Stock } from '../../domain/stock';
import { inParallel } from '../../in-parallel';
import { fromStockItem, stockKey } from '../items/stock';
import { listLedger } from '../queries/list-ledger';
import { readUserPage, type UserPage } from '../queries/read-user-page';
import { getItems } from '../table/read';
import type { Store } from '../table/store';
import { newestCandles } from './read-candles';

export interface EquityCourse {
  readonly points: readonly EquityPoint[];
  /** Later than requested if there are too many entries since. */
  readonly from: Instant;
}

export interface EquityRequest {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** The most ledger entries to undo; if there are more, the course starts later. */
const ENTRIES_MAX = 1_000;
const DEFAULT_RANGE = 30 * MICROSECONDS.day;

/** A user's equity over time, from the ledger and the candles. Undefined if there is no such user. */
export async function readEquity(
  store: Store,
  userId: UserId,
  request: EquityRequest,
  entriesMax = ENTRIES_MAX,
): Promise<EquityCourse | undefined> {
  const page = await readUserPage(store, userId);
  if (!page) return undefined;
  const asked = rangeOf(request, page, store.now());
  const { entries, since } = await entriesSince(store, page, asked.from, entriesMax);
  const range = { from: least(greatest(asked.from, since), asked.to), to: asked.to };
  const step = equityStep(range);
  const stocks = await stocksOf(store, page, entries);
  const candles = await inParallel(stocks, (stock) => pricesOf(store, stock, step.interval, range));
  const reading = {
    cash: balanceOf(page.account),
    shares: new Map(page.positions.map(({ holding, stock }) => [stock.id, totalShares(holding)])),
    entries,
    candles: new Map(stocks.map(({ id }, index): [StockId, readonly Candle[]] => [id, candles[index] ?? []])),
  };
  return { points: equityCourse(reading, equityInstants(range, step.length)), from: range.from };
}

/** Clamps the range to between the account's creation and now. */
function rangeOf({ from, to }: EquityRequest, { account }: UserPage, now: Instant): TimeRange {
  const end = least(to ?? now, now);
  const start = greatest(from ?? ((end - DEFAULT_RANGE) as Instant), account.createdAt);
  return { from: least(start, end), to: end };
}

/** Excludes entries made after the page was read, as its balances don't include them. */
async function entriesSince(
  store: Store,
  { account, recentEntries }: UserPage,
  from: Instant,
  entriesMax: number,
): Promise<{ entries: LedgerEntry[]; since: Instant }> {
  const [newest] = recentEntries;
  const read = await listLedger(store, account.userId, { from }, { limit: entriesMax });
  assert(!isRejection(read), 'no cursor was given');
  const entries = read.results.filter(({ id }) => newest !== undefined && id <= newest.id);
  const oldest = read.next === null ? undefined : entries.at(-1);
  return { entries, since: oldest ? oldest.at : from };
}

async function stocksOf(
  store: Store,
  { positions }: UserPage,
  entries: readonly LedgerEntry[],
): Promise<Stock[]> {
  const held = new Map(positions.map(({ stock }) => [stock.id, stock]));
  const traded = entries.flatMap(({ trade }) => trade?.stockId ?? []);
  const sold = [...new Set(traded)].filter((stockId) => !held.has(stockId));
  return [...held.values(), ...(await getItems(store, sold.map(stockKey))).map(fromStockItem)];
}

/** The candles from the last one before the range on. */
async function pricesOf(
  store: Store,
  stock: Stock,
  interval: Interval,
  { from, to }: TimeRange,
): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const candle of newestCandles(store, stock, interval, to)) {
    candles.push(candle);
    if (candle.lastAt <= from) break;
  }
  return candles.toReversed();
}
