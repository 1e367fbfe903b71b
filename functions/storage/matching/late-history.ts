import { assert } from '../../domain/assert';
import {
  type Candle,
  INTERVAL_LENGTH,
  type Interval,
  mergeCandles,
  startOf,
  withVolume,
} from '../../domain/candle';
import type { ClosedCandle } from '../../domain/history';
import { NO_SHARES, type Quantity, quantity } from '../../domain/money';
import type { Stock } from '../../domain/stock';
import { recorded, type Tick, type TickIdentity, tickName } from '../../domain/tick';
import { candleAttribute, candleOfRun, candleRunKey, toLateTickItem } from '../items/history';
import { packCandle } from '../items/packed-history';
import { getItems, type Key } from '../table/read';
import type { Store } from '../table/store';
import { MAX_WRITES, type Write } from '../table/transact';

/** A late tick writes itself and at most one run of minutes, one of hours and one of days. */
export const WRITES_OF_LATE_TICK = 4;

/** What a commit adds to history already flushed: late ticks, and what closed candles must count. */
export class LateHistory {
  private readonly ticks = new Map<string, Tick>();
  private readonly runs = new Map<string, MissedRun>();

  /** Number of items it writes. */
  get size(): number {
    return this.ticks.size + this.runs.size;
  }

  add(stock: Stock, tick: TickIdentity, missed: readonly ClosedCandle[]): void {
    this.ticks.set(tickName(tick), recorded(tick));
    for (const { interval, candle } of missed)
      this.miss(stock, interval, candle, (known) => ({
        ...known,
        candle: known.candle ? mergeCandles(known.candle, candle) : candle,
      }));
  }

  /** Counts shares filled at a tick in the candles of the intervals. */
  addVolume(stock: Stock, tick: TickIdentity, missed: readonly Interval[], shares: Quantity): void {
    const own = this.ticks.get(tickName(tick));
    if (own) this.ticks.set(tickName(tick), { ...own, traded: quantity(own.traded + shares) });
    for (const interval of missed)
      this.miss(stock, interval, { start: startOf(tick.timestamp, INTERVAL_LENGTH[interval]) }, (known) => ({
        ...known,
        volume: quantity(known.volume + shares),
      }));
  }

  /** The stock's commit serializes these: no one else changes a closed candle between its read and its write. */
  async writes(store: Store, read: Stock): Promise<Record<string, Write>> {
    return { ...this.tickWrites(store, read), ...(await this.candleWrites(store)) };
  }

  private miss(
    { id }: Stock,
    interval: Interval,
    { start }: Pick<Candle, 'start'>,
    change: (known: Missed) => Missed,
  ): void {
    const key = candleRunKey(id, interval, start);
    const run = this.runs.get(key.SK) ?? { key, candles: new Map<string, Missed>() };
    const name = candleAttribute(interval, start);
    run.candles.set(name, change(run.candles.get(name) ?? { volume: NO_SHARES }));
    this.runs.set(key.SK, run);
  }

  private tickWrites(store: Store, { id, version }: Stock): Record<string, Write> {
    const writes: Record<string, Write> = {};
    for (const [name, tick] of this.ticks) {
      const arrived = version * MAX_WRITES + Object.keys(writes).length;
      writes[`late ${name}`] = {
        Put: { Item: toLateTickItem(id, tick, arrived, store.tickRetentionDays) },
      };
    }
    return writes;
  }

  private async candleWrites(store: Store): Promise<Record<string, Write>> {
    const stored = await getItems(
      store,
      [...this.runs.values()].map(({ key }) => key),
    );
    const writes: Record<string, Write> = {};
    for (const [sortKey, { key, candles }] of this.runs) {
      const run = stored.find(({ SK }) => SK === sortKey);
      const counted = [...candles].map(([name, missed]): [string, Candle] => [
        name,
        withMissed(run && candleOfRun(run, name), missed),
      ]);
      writes[sortKey] = {
        Update: {
          Key: key,
          UpdateExpression: `SET ${counted.map(([name]) => `${name} = :${name}`).join(', ')}`,
          ExpressionAttributeValues: Object.fromEntries(
            counted.map(([name, candle]) => [`:${name}`, packCandle(candle)]),
          ),
        },
      };
    }
    return writes;
  }
}

/** What a closed candle has missed: ticks, and shares filled at ticks that it contains or gains. */
interface Missed {
  readonly candle?: Candle;
  readonly volume: Quantity;
}

interface MissedRun {
  readonly key: Key;
  /** By attribute. */
  readonly candles: Map<string, Missed>;
}

function withMissed(closed: Candle | undefined, { candle, volume }: Missed): Candle {
  const merged = closed && candle ? mergeCandles(closed, candle) : (closed ?? candle);
  assert(merged !== undefined, 'a fill has no candle');
  return withVolume(merged, volume);
}
