import { assert } from './assert';
import type { Band } from './book';
import type { Candle, Interval } from './candle';
import { type ClosedCandle, fold, foldLate, type History, NO_HISTORY, withVolumeAt } from './history';
import type { StockId } from './ids';
import { after, type Instant, MICROSECONDS } from './instant';
import { type Money, type Quantity, quantity } from './money';
import type { Side } from './side';
import type { Statistics } from './statistics';
import {
  type IncomingTick,
  identityOf,
  isSameTick,
  offerFor,
  recorded,
  type Tick,
  type TickIdentity,
} from './tick';

/** The tick that orders are matched with. */
export interface Quote extends TickIdentity {
  /** What buys have not yet taken of its availability. */
  readonly left: Quantity;
  /** The same for sells, if they have an availability of their own; without it all of them fill. */
  readonly sellsLeft?: Quantity | undefined;
  /** By our own clock: a replayed recording is as fresh as a live feed. */
  readonly receivedAt: Instant;
}

/**
 * The commit point of everything that happens to one stock: each change is conditional on the version that was read,
 * which puts all ticks and fills of the stock into a single order.
 */
export interface Stock {
  readonly id: StockId;
  readonly name: string;
  /** 0 before the first commit. */
  readonly version: number;
  readonly quote?: Quote | undefined;
  /** The quote may have orders left to fill: the next writer finishes that before anything else. */
  readonly unsettled: boolean;
  /** A late tick that may have orders left to fill. The next writer finishes that too. */
  readonly overtaken?: Quote | undefined;
  /** The bands that matching reads. */
  readonly bands: Readonly<Record<Side, readonly Band[]>>;
  /** Since when a band has been found empty. Orders that enter it tell the stock. */
  readonly emptySince: Readonly<Record<Side, ReadonlyMap<Band, Instant>>>;
  /** A lower limit for how near to the price the side's waiting orders are; undefined if none waits. */
  readonly nearest: { readonly [S in Side]?: Money | undefined };
  readonly history: History;
  /** The latest ticks in order of time: a few that are already in a page, for display, then the unflushed ones. */
  readonly ticks: readonly Tick[];
  readonly unflushed: number;
  readonly pages: number;
}

/** Ticks collected on the stock before they are put as one page: few enough to keep the stock under 1 KB. */
export const TICKS_PER_PAGE = 24;
export const RECENT_TICKS = 5;

export function newStock(id: StockId, name: string): Stock {
  return {
    id,
    name,
    version: 0,
    unsettled: false,
    bands: { buy: [], sell: [] },
    emptySince: { buy: new Map(), sell: new Map() },
    nearest: {},
    history: NO_HISTORY,
    ticks: [],
    unflushed: 0,
    pages: 0,
  };
}

export function unflushedTicks(stock: Stock): readonly Tick[] {
  return stock.ticks.slice(stock.ticks.length - stock.unflushed);
}

export function recentTicks(stock: Stock): readonly Tick[] {
  return stock.ticks.slice(-RECENT_TICKS);
}

export function statisticsOf(stock: Stock): Statistics {
  return fold(stock.history, unflushedTicks(stock)).history.statistics;
}

/** The candle of the minute of the newest tick. */
export function latestMinuteOf(stock: Stock): Candle | undefined {
  return fold(stock.history, unflushedTicks(stock)).history.open['1m'];
}

/** The candle of the day of the newest tick. */
export function latestDayOf(stock: Stock): Candle | undefined {
  return fold(stock.history, unflushedTicks(stock)).history.open['1d'];
}

/** How much sells may fill: originally everything; a real market takes only what it asks for. */
export type SellLiquidity = 'unlimited' | 'availability';

export interface TickRules {
  /** A tick later than this, relative to the quote, is only recorded. */
  readonly lateTickSeconds: number;
  readonly sellLiquidity: SellLiquidity;
  /** How old a quote may be for orders that come then. */
  readonly quoteMaxAgeSeconds: number;
}

export const TICK_RULES: TickRules = {
  lateTickSeconds: 10,
  sellLiquidity: 'unlimited',
  quoteMaxAgeSeconds: 60,
};

/** A late tick that orders may still meet is `overtaken` on the stock. */
export type Applied =
  | { readonly outcome: 'quoted' | 'late' | 'duplicate'; readonly stock: Stock }
  /**
   * Older than the last flush: it is stored separately, with what it adds to candles already closed. It still becomes
   * the quote if the flushed ticks were from the future and their quote was revoked.
   */
  | {
      readonly outcome: 'late_after_flush' | 'quoted_after_flush';
      readonly stock: Stock;
      readonly missed: readonly ClosedCandle[];
    }
  /** From before the last flush: only the stored pages show whether it was seen. Look it up, then apply again. */
  | { readonly outcome: 'unknown' };

/**
 * @param stock without an overtaken tick
 * @param wasStored whether the stored pages have the tick; needed only if the outcome was `unknown`
 */
export function applyTick(
  stock: Stock,
  tick: IncomingTick,
  rules = TICK_RULES,
  wasStored?: boolean,
): Applied {
  assert(stock.overtaken === undefined, 'what was overtaken is matched before the next tick is applied');
  if (unflushedTicks(stock).some((known) => isSameTick(known, tick))) return { outcome: 'duplicate', stock };
  if (isBeforeFlush(stock, tick.timestamp)) {
    if (wasStored === undefined) return { outcome: 'unknown' };
    if (wasStored) return { outcome: 'duplicate', stock };
    if (!isNewest(stock, tick) || isBehindFlush(stock, tick)) return appliedAfterFlush(stock, tick, rules);
  }
  const counted = recordedInOrder(stock, tick);
  if (isNewest(stock, tick)) return { outcome: 'quoted', stock: quoted(counted, tick, rules) };
  return { outcome: 'late', stock: withOvertaken(counted, tick, rules) };
}

function isBeforeFlush({ history }: Stock, timestamp: Instant): boolean {
  return history.until !== undefined && timestamp <= history.until;
}

/** Whether the tick, and what is filled at it, belongs in candles already closed by a flush. */
export function isBehindFlush({ history }: Stock, { timestamp }: TickIdentity): boolean {
  return history.until !== undefined && timestamp < history.until;
}

function appliedAfterFlush(stock: Stock, tick: IncomingTick, rules: TickRules): Applied {
  const { history, missed } = foldLate(stock.history, recorded(tick));
  const counted = { ...shownLate(stock, tick), history };
  if (isNewest(stock, tick))
    return { outcome: 'quoted_after_flush', stock: quoted(counted, tick, rules), missed };
  return { outcome: 'late_after_flush', stock: withOvertaken(counted, tick, rules), missed };
}

function withOvertaken(stock: Stock, tick: IncomingTick, rules: TickRules): Stock {
  const { quote } = stock;
  const { lateTickSeconds } = rules;
  assert(quote !== undefined, 'only a quote can overtake a tick');
  const isInTime = lateTickSeconds > 0 && delayBehind(quote, tick) < lateTickSeconds * MICROSECONDS.second;
  return isInTime ? { ...stock, overtaken: quoteOf(tick, rules) } : stock;
}

/**
 * How much longer the tick took from its market to our broker than the quote did, in microseconds. Compared with the
 * quote rather than our clock, so delayed feeds and replayed recordings don't count as late; and nothing behind the
 * broker, such as retries, makes a tick later.
 */
function delayBehind(quote: Quote, tick: IncomingTick): number {
  return tick.receivedAt - tick.timestamp - (quote.receivedAt - quote.timestamp);
}

/** Inserts the tick among those kept only for display, dropping the oldest. */
function shownLate(stock: Stock, tick: IncomingTick): Stock {
  const shown = stock.ticks.slice(0, stock.ticks.length - stock.unflushed);
  const index = shown.findLastIndex((known) => known.timestamp <= tick.timestamp) + 1;
  const latest = shown.toSpliced(index, 0, recorded(tick));
  return { ...stock, ticks: [...latest.slice(-RECENT_TICKS), ...unflushedTicks(stock)] };
}

function isNewest(stock: Stock, tick: IncomingTick): boolean {
  return stock.quote === undefined || tick.timestamp >= stock.quote.timestamp;
}

/** Inserts a tick from after the last flush by its time; among equals, the one that arrived first comes first. */
function recordedInOrder(stock: Stock, tick: IncomingTick): Stock {
  const position = stock.ticks.findLastIndex((known) => known.timestamp <= tick.timestamp) + 1;
  const index = Math.max(position, stock.ticks.length - stock.unflushed);
  return {
    ...stock,
    ticks: stock.ticks.toSpliced(index, 0, recorded(tick)),
    unflushed: stock.unflushed + 1,
  };
}

function quoted(stock: Stock, tick: IncomingTick, rules: TickRules): Stock {
  return { ...stock, name: tick.name, quote: quoteOf(tick, rules), unsettled: true };
}

function quoteOf(tick: IncomingTick, { sellLiquidity }: TickRules): Quote {
  const sellsLeft = sellLiquidity === 'availability' ? offerFor('sell', tick) : undefined;
  return { ...identityOf(tick), left: offerFor('buy', tick), sellsLeft, receivedAt: tick.receivedAt };
}

export interface Flush {
  readonly page: { readonly number: number; readonly ticks: readonly Tick[] };
  readonly closed: readonly ClosedCandle[];
}

/** While a stock is full, its unflushed ticks change only by flushing them all. */
export function isFull(stock: Stock): boolean {
  return stock.unflushed >= TICKS_PER_PAGE;
}

/**
 * Moves the unflushed ticks into a page and the history. The page and candles depend only on the committed stock, so
 * several writers may put them, repeatedly, before the commit that relies on them.
 */
export function flushed(stock: Stock): { stock: Stock; flush: Flush } {
  assert(stock.unflushed > 0, 'there are ticks to flush');
  const ticks = unflushedTicks(stock);
  const { history, closed } = fold(stock.history, ticks);
  const flush = { page: { number: stock.pages, ticks }, closed };
  return {
    stock: { ...stock, history, ticks: recentTicks(stock), unflushed: 0, pages: stock.pages + 1 },
    flush,
  };
}

/** What orders are matched with: the stock's quote, or an overtaken tick. */
export type Offer = 'quote' | 'overtaken';

/** How many shares are left for a side. */
export function offeredTo(side: Side, { left, sellsLeft }: Quote): number {
  return side === 'buy' ? left : (sellsLeft ?? Number.POSITIVE_INFINITY);
}

/** Deducts a fill from what the offer has left for its side. */
export function afterTrade(stock: Stock, offer: Offer, side: Side, shares: Quantity): Traded {
  const met = stock[offer];
  assert(met !== undefined, 'a fill needs a quote');
  assert(shares <= offeredTo(side, met), 'a side takes no more than there is for it');
  return withVolume({ ...stock, [offer]: withLess(met, side, shares) }, met, shares);
}

function withLess(met: Quote, side: Side, shares: Quantity): Quote {
  if (side === 'buy') return { ...met, left: quantity(met.left - shares) };
  return met.sellsLeft === undefined ? met : { ...met, sellsLeft: quantity(met.sellsLeft - shares) };
}

/** The stock after a fill, and the intervals whose candle is already closed and must count the fill too. */
export interface Traded {
  readonly stock: Stock;
  readonly missed: readonly Interval[];
}

/** Counts shares on the tick they were filled at; if that is already flushed, in its candles. */
function withVolume(stock: Stock, tick: TickIdentity, shares: Quantity): Traded {
  const index = stock.ticks.findLastIndex((known) => isSameTick(known, tick));
  const known = stock.ticks[index];
  if (known && index >= stock.ticks.length - stock.unflushed) {
    const traded = quantity(known.traded + shares);
    return { stock: { ...stock, ticks: stock.ticks.with(index, { ...known, traded }) }, missed: [] };
  }
  const { history, missed } = withVolumeAt(stock.history, tick.timestamp, shares);
  return { stock: { ...stock, history }, missed };
}

/** Whether the quote is from the future by more than clocks may differ, which makes every correct tick late. */
export function isQuoteAhead({ quote }: Stock, now: Instant, maxClockSkewSeconds: number): boolean {
  return quote !== undefined && quote.timestamp > after(now, maxClockSkewSeconds * MICROSECONDS.second);
}

/** The next tick becomes the quote, whatever its timestamp. What is recorded stays recorded. */
export function withoutQuote(stock: Stock): Stock {
  assert(!isUnfinished(stock), 'what a quote meets is filled before it is taken back');
  return { ...stock, quote: undefined };
}

/** Whether a writer died, or was overtaken, before filling everything that the stock met. */
export function isUnfinished({ unsettled, overtaken }: Stock): boolean {
  return unsettled || overtaken !== undefined;
}

export function isFresh(quote: Quote, now: Instant, maxAgeSeconds: number): boolean {
  return now < freshUntil(quote, maxAgeSeconds);
}

/** From then on, the quote fills no new orders. */
export function freshUntil({ receivedAt }: Quote, maxAgeSeconds: number): Instant {
  return after(receivedAt, maxAgeSeconds * MICROSECONDS.second);
}
