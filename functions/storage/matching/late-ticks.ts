import { type Candle, mergeCandles, startOf } from '../../domain/candle';
import type { ClosedCandle } from '../../domain/history';
import { NO_SHARES } from '../../domain/money';
import type { Stock } from '../../domain/stock';
import type { IncomingTick, Tick } from '../../domain/tick';
import {
  candleAttribute,
  candleOfRun,
  candleRunKey,
  LATE_PAGE_SPAN,
  latePageKey,
  toTicksItem,
} from '../items/history';
import { packCandle } from '../items/packed-history';
import { getItems, type Key } from '../table/read';
import type { Store } from '../table/store';
import type { Write } from '../table/transact';

/** Each late tick writes at most a page and a run of minutes, of hours and of days: 24 fit into a transaction. */
export const MAX_LATE_TICKS = 24;

/** Ticks of the past that came after their pages were written and their candles closed. */
export class LateTicks {
  private readonly ticks: Tick[] = [];
  private readonly missed: ClosedCandle[] = [];

  get count(): number {
    return this.ticks.length;
  }

  add({ timestamp, price, availability }: IncomingTick, missed: readonly ClosedCandle[]): void {
    this.ticks.push({ timestamp, price, availability, traded: NO_SHARES });
    this.missed.push(...missed);
  }

  /** The stock's commit serialises these: nobody else changes a closed candle between reading it and writing it. */
  async writes(store: Store, stock: Stock): Promise<Record<string, Write>> {
    return { ...this.pageWrites(store, stock), ...(await this.candleWrites(store, stock)) };
  }

  private pageWrites(store: Store, stock: Stock): Record<string, Write> {
    const pages = new Map<number, Tick[]>();
    for (const tick of this.ticks) {
      const span = startOf(tick.timestamp, LATE_PAGE_SPAN);
      pages.set(span, [...(pages.get(span) ?? []), tick]);
    }
    const writes: Record<string, Write> = {};
    for (const [span, unsorted] of pages) {
      const ticks = unsorted.toSorted((a, b) => a.timestamp - b.timestamp);
      const key = latePageKey(stock.id, ticks, stock.version);
      writes[`late page ${span}`] = { Put: { Item: toTicksItem(key, ticks, store.tickRetentionDays) } };
    }
    return writes;
  }

  private async candleWrites(store: Store, stock: Stock): Promise<Record<string, Write>> {
    const runs = this.missedByRun(stock);
    const stored = await getItems(
      store,
      [...runs.values()].map(({ key }) => key),
    );
    const writes: Record<string, Write> = {};
    for (const [sortKey, { key, candles }] of runs) {
      const run = stored.find(({ SK }) => SK === sortKey);
      const merged = [...candles].map(([name, missed]): [string, Candle] => {
        const closed = run && candleOfRun(run, name);
        return [name, closed ? mergeCandles(closed, missed) : missed];
      });
      writes[sortKey] = {
        Update: {
          Key: key,
          UpdateExpression: `SET ${merged.map(([name]) => `${name} = :${name}`).join(', ')}`,
          ExpressionAttributeValues: Object.fromEntries(
            merged.map(([name, candle]) => [`:${name}`, packCandle(candle)]),
          ),
        },
      };
    }
    return writes;
  }

  private missedByRun(stock: Stock): Map<string, MissedRun> {
    const runs = new Map<string, MissedRun>();
    for (const { interval, candle } of this.missed) {
      const key = candleRunKey(stock.id, interval, candle.start);
      const run = runs.get(key.SK) ?? { key, candles: new Map<string, Candle>() };
      const name = candleAttribute(interval, candle.start);
      const earlier = run.candles.get(name);
      run.candles.set(name, earlier ? mergeCandles(earlier, candle) : candle);
      runs.set(key.SK, run);
    }
    return runs;
  }
}

interface MissedRun {
  readonly key: Key;
  /** By attribute. */
  readonly candles: Map<string, Candle>;
}
