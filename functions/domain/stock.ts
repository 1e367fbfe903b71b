import { assert } from './assert';
import { type Band, type BookEntry, isPlainBand, triggerOf, WAITING } from './book';
import type { Candle, Interval } from './candle';
import { type ClosedCandle, fold, foldLate, type History, NO_HISTORY, withVolumeAt } from './history';
import type { StockId } from './ids';
import { after, type Instant, MICROSECONDS } from './instant';
import { type Money, type Quantity, quantity } from './money';
import { isReached, type Side } from './order';
import type { Statistics } from './statistics';
import { type IncomingTick, identityOf, isSameTick, recorded, type Tick, type TickIdentity } from './tick';

/** A tick as orders meet it. */
export interface Quote extends TickIdentity {
  /** What buys have not taken of its availability yet. */
  readonly left: Quantity;
  /** The same of sells, where they share an availability of their own; without it all of them are filled. */
  readonly sellsLeft?: Quantity | undefined;
  /** By our own clock: a replayed recording is as fresh as a live feed. */
  readonly receivedAt: Instant;
}

/**
 * The commit point of everything that happens to one stock: each change is written on the condition that the
 * version is still the one that was read, which puts all ticks and fills of the stock into one order.
 */
export interface Stock {
  readonly id: StockId;
  readonly name: string;
  /** 0 before the first commit. */
  readonly version: number;
  readonly quote?: Quote | undefined;
  /** The quote may have orders left to fill: whoever comes next finishes that before anything else. */
  readonly unsettled: boolean;
  /** A tick that the quote had overtaken when it came, for as long as it has orders left to fill: likewise. */
  readonly overtaken?: Quote | undefined;
  readonly bands: Readonly<Record<Side, readonly Band[]>>;
  /** No order of the side that waits has a trigger nearer to the price than this; without one, none waits. */
  readonly nearest: { readonly [S in Side]?: Money | undefined };
  readonly history: History;
  /** The latest ticks in order of time: a few that are in a page already, for display, then the unflushed. */
  readonly ticks: readonly Tick[];
  readonly unflushed: number;
  readonly pages: number;
}

/** Ticks that wait on the stock before they are put as one page: few enough to keep the stock under 1 KB. */
export const TICKS_PER_PAGE = 24;
export const RECENT_TICKS = 5;

export function newStock(id: StockId, name: string): Stock {
  return {
    id,
    name,
    version: 0,
    unsettled: false,
    bands: { buy: [], sell: [] },
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

/** How much sells find: the original fills them all, and a real market takes no more than it asks for. */
export type SellLiquidity = 'unlimited' | 'availability';

export interface TickRules {
  /** A tick that is later than this, compared with the quote, counts in the history only. */
  readonly lateTickSeconds: number;
  readonly sellLiquidity: SellLiquidity;
}

export const TICK_RULES: TickRules = { lateTickSeconds: 10, sellLiquidity: 'unlimited' };

/** A late tick that orders may still meet is `overtaken` on the stock. */
export type Applied =
  | { readonly outcome: 'quoted' | 'late' | 'duplicate'; readonly stock: Stock }
  /**
   * Older than the last flush: it is stored apart, with what it adds to candles closed already. It is the quote all
   * the same where a flush holds ticks from the future, whose quote was taken back.
   */
  | {
      readonly outcome: 'late_after_flush' | 'quoted_after_flush';
      readonly stock: Stock;
      readonly missed: readonly ClosedCandle[];
    }
  /** From before the last flush: only the stored pages know whether it was seen. Ask them, then apply again. */
  | { readonly outcome: 'unknown' };

/**
 * @param stock with nothing overtaken
 * @param wasStored whether the stored pages have the tick; asked for only when the outcome was `unknown`
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

/** Whether candles that were closed by a flush are to count the tick, and what is filled at it. */
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
 * How much longer the tick took from its market to our broker than the quote did, in microseconds. The quote is the
 * measure, and not our clock, so that delayed feeds and replayed recordings are no later than live ones; and what
 * happens behind the broker, such as retries, makes no tick later.
 */
function delayBehind(quote: Quote, tick: IncomingTick): number {
  return tick.receivedAt - tick.timestamp - (quote.receivedAt - quote.timestamp);
}

/** Ticks that wait for nothing but display make room for one that belongs among them. */
function shownLate(stock: Stock, tick: IncomingTick): Stock {
  const shown = stock.ticks.slice(0, stock.ticks.length - stock.unflushed);
  const index = shown.findLastIndex((known) => known.timestamp <= tick.timestamp) + 1;
  const latest = shown.toSpliced(index, 0, recorded(tick));
  return { ...stock, ticks: [...latest.slice(-RECENT_TICKS), ...unflushedTicks(stock)] };
}

function isNewest(stock: Stock, tick: IncomingTick): boolean {
  return stock.quote === undefined || tick.timestamp >= stock.quote.timestamp;
}

/** Puts a tick from after the last flush where its time belongs; among equals, the one that came first is first. */
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
  const { availability, receivedAt } = tick;
  const sellsLeft = sellLiquidity === 'availability' ? availability : undefined;
  return { ...identityOf(tick), left: availability, sellsLeft, receivedAt };
}

export interface Flush {
  readonly page: { readonly number: number; readonly ticks: readonly Tick[] };
  readonly closed: readonly ClosedCandle[];
}

/** While a stock is full nobody changes its unflushed ticks except by flushing them all. */
export function isFull(stock: Stock): boolean {
  return stock.unflushed >= TICKS_PER_PAGE;
}

/**
 * Moves the unflushed ticks into a page and the history. Of a stock as committed this gives everyone the same
 * page and candles, so the puts may be made by several and more than once, before the commit that relies on them.
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

/** Which of what a stock offers orders are matched with. */
export type Offer = 'quote' | 'overtaken';

/** How many shares are left for a side. */
export function offeredTo(side: Side, { left, sellsLeft }: Quote): number {
  return side === 'buy' ? left : (sellsLeft ?? Number.POSITIVE_INFINITY);
}

/** Takes a fill off what the offer has left for its side. */
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

/** The stock, and the candles of which it keeps nothing itself, which the fill counts in all the same. */
export interface Traded {
  readonly stock: Stock;
  readonly missed: readonly Interval[];
}

/** Counts shares on the tick that they were filled at; if that was flushed already, in its candles. */
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

/** Whether the quote is from the future, by more than clocks may differ: until then every honest tick is late. */
export function isQuoteAhead({ quote }: Stock, now: Instant, maxClockSkewSeconds: number): boolean {
  return quote !== undefined && quote.timestamp > after(now, maxClockSkewSeconds * MICROSECONDS.second);
}

/** The next tick is the quote, whenever it is from. What was recorded stays so. */
export function withoutQuote(stock: Stock): Stock {
  assert(!isUnfinished(stock), 'what a quote meets is filled before it is taken back');
  return { ...stock, quote: undefined };
}

/** Whether somebody died, or was overtaken, before they had filled all that the stock had met. */
export function isUnfinished({ unsettled, overtaken }: Stock): boolean {
  return unsettled || overtaken !== undefined;
}

export function isFresh(quote: Quote, now: Instant, maxAgeSeconds: number): boolean {
  return now < after(quote.receivedAt, maxAgeSeconds * MICROSECONDS.second);
}

export function withBand(stock: Stock, side: Side, band: Band): Stock {
  const bands = { ...stock.bands, [side]: [...stock.bands[side], band].sort((a, b) => a - b) };
  return { ...stock, bands };
}

export function withoutBands(stock: Stock, side: Side, empty: readonly Band[]): Stock {
  const bands = { ...stock.bands, [side]: stock.bands[side].filter((band) => !empty.includes(band)) };
  return { ...stock, bands };
}

/** Whether matching comes to look where the entry lies. */
export function knowsOf(stock: Stock, entry: BookEntry): boolean {
  const { side, band } = entry;
  if (band !== WAITING) return hasBand(stock, side, band);
  const nearest = stock.nearest[side];
  return nearest !== undefined && isReached(side, nearest, triggerOf(entry));
}

/** Whether an order can't be entered without the stock: matching must learn of it, or may have ruled it out. */
export function mustLearnOf(stock: Stock, entry: BookEntry): boolean {
  return !isPlainBand(entry.side, entry.band) || !knowsOf(stock, entry);
}

export function withEntry(stock: Stock, entry: BookEntry): Stock {
  if (knowsOf(stock, entry)) return stock;
  const { side, band } = entry;
  return band === WAITING ? withNearest(stock, side, triggerOf(entry)) : withBand(stock, side, band);
}

export function withNearest(stock: Stock, side: Side, nearest: Money | undefined): Stock {
  return { ...stock, nearest: { ...stock.nearest, [side]: nearest } };
}

export function hasBand(stock: Stock, side: Side, band: Band): boolean {
  return stock.bands[side].includes(band);
}
