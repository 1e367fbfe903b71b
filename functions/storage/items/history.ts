import * as z from 'zod';
import { assert } from '../../domain/assert';
import { type Candle, INTERVAL_LENGTH, type Interval, startOf } from '../../domain/candle';
import type { StockId } from '../../domain/ids';
import { type Instant, MICROSECONDS } from '../../domain/instant';
import { type Tick, type TickIdentity, tickName } from '../../domain/tick';
import type { Key, RawItem } from '../table/read';
import { bytesField } from './fields';
import { CANDLES, LATE_TICKS, TICK_PAGES } from './keys';
import { packTicks, unpackCandle, unpackTicks } from './packed-history';
import { chronological } from './sort-keys';
import { stockPartition } from './stock';

const PAGE_NUMBER_DIGITS = 10;

export function tickPageKey(stockId: StockId, ticks: readonly Tick[], page: number): Key {
  const number = String(page).padStart(PAGE_NUMBER_DIGITS, '0');
  return { PK: stockPartition(stockId), SK: `${TICK_PAGES}${chronological(earliest(ticks))}#${number}` };
}

export function lateTickKey(stockId: StockId, tick: TickIdentity): Key {
  return {
    PK: stockPartition(stockId),
    SK: `${LATE_TICKS}${chronological(tick.timestamp)}#${tickName(tick)}`,
  };
}

function earliest(ticks: readonly Tick[]): Instant {
  return Math.min(...ticks.map((tick) => tick.timestamp)) as Instant;
}

/** A page's time to live counts from its newest tick, not from now, so its bytes are the same whoever writes it. */
export function toTicksItem(key: Key, ticks: readonly Tick[], retentionDays: number | undefined): RawItem {
  const newest = Math.max(...ticks.map((tick) => tick.timestamp));
  const expiresAt =
    retentionDays && Math.ceil((newest + retentionDays * MICROSECONDS.day) / MICROSECONDS.second);
  return { ...key, ticks: packTicks(ticks), expiresAt };
}

const TicksItem = z.object({ ticks: bytesField.transform(unpackTicks) });

export function fromTicksItem(item: RawItem): Tick[] {
  return TicksItem.parse(item).ticks;
}

/** @param arrived increases with each late tick of a stock, and orders those with the same timestamp */
export function toLateTickItem(
  stockId: StockId,
  tick: Tick,
  arrived: number,
  retentionDays: number | undefined,
): RawItem {
  return { ...toTicksItem(lateTickKey(stockId, tick), [tick], retentionDays), arrived };
}

/** Version 0.1 grouped the late ticks of one commit by the hour; they are read as if they had arrived first. */
const LateTickItem = TicksItem.extend({ arrived: z.int().default(0) });

/** @returns the items' ticks in chronological order, those with the same timestamp in order of arrival */
export function fromLateTickItems(items: readonly RawItem[]): Tick[] {
  const late = items.map((item) => LateTickItem.parse(item));
  const inOrder = late.sort((a, b) => timeOf(a.ticks) - timeOf(b.ticks) || a.arrived - b.arrived);
  return inOrder.flatMap(({ ticks }) => ticks);
}

function timeOf([tick]: readonly Tick[]): Instant {
  assert(tick !== undefined, 'the item of a late tick has one');
  return tick.timestamp;
}

const ExpiringItem = z.object({ expiresAt: z.int().optional() });

/** The table sweeps expired items within days; they are invisible from the moment they expire. */
export function hasItemExpired(item: RawItem, now: Instant): boolean {
  const { expiresAt } = ExpiringItem.parse(item);
  return expiresAt !== undefined && expiresAt * MICROSECONDS.second < now;
}

const NumberedPage = z.object({ SK: z.string().regex(/#\d+$/) });

/** Pages are numbered in the order in which the stock's commits took ownership of them. */
export function pageNumberOf(item: RawItem): number {
  const { SK } = NumberedPage.parse(item);
  return Number(SK.slice(SK.lastIndexOf('#') + 1));
}

/**
 * Candles of one interval share an item per next larger span, one attribute each: reading years takes dozens of items
 * instead of thousands, and closing a candle writes one small attribute.
 */
export function candleRunKey(stockId: StockId, interval: Interval, start: Instant): Key {
  return {
    PK: stockPartition(stockId),
    SK: `${candleRuns(interval)}${chronological(runStart(interval, start))}`,
  };
}

function candleRuns(interval: Interval): string {
  return `${CANDLES}${interval}#`;
}

const CandleRun = z.object({ SK: z.string().startsWith(CANDLES) });

export function isRunOf(interval: Interval, item: RawItem): boolean {
  return CandleRun.parse(item).SK.startsWith(candleRuns(interval));
}

/** Minutes are grouped by the hour, hours by the day, days by 32 days. */
const RUN_LENGTH: Record<Interval, number> = {
  '1m': MICROSECONDS.hour,
  '1h': MICROSECONDS.day,
  '1d': 32 * MICROSECONDS.day,
};

function runStart(interval: Interval, start: Instant): Instant {
  return startOf(start, RUN_LENGTH[interval]);
}

/** The attribute of one candle within its run. */
export function candleAttribute(interval: Interval, start: Instant): string {
  return `c${(start - runStart(interval, start)) / INTERVAL_LENGTH[interval]}`;
}

const CANDLE_ATTRIBUTE = /^c\d+$/;

/** @returns the candles of a run in chronological order */
export function fromCandleRunItem(item: RawItem): Candle[] {
  return Object.entries(item)
    .filter(([name]) => CANDLE_ATTRIBUTE.test(name))
    .map(([, value]) => unpackCandle(bytesField.parse(value)))
    .sort((a, b) => a.start - b.start);
}

export function candleOfRun(item: RawItem, attribute: string): Candle | undefined {
  return attribute in item ? unpackCandle(bytesField.parse(item[attribute])) : undefined;
}
