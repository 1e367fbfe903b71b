import { type Candle, INTERVALS, mergeCandles } from '../functions/domain/candle';
import type { ClosedCandle } from '../functions/domain/history';
import { NO_SHARES } from '../functions/domain/money';
import {
  type Applied,
  applyTick,
  type Flush,
  flushed,
  isFull,
  type Stock,
  TICK_RULES,
  unflushedTicks,
} from '../functions/domain/stock';
import { type IncomingTick, isSameTick, type Tick } from '../functions/domain/tick';
import { aStock } from './arbitraries';
import { type CandleSummary, candleName, summaryOf } from './brute-force';

/** A stock with its pages and closed candles in memory instead of the table; when full, it is flushed first. */
export class RecordedStock {
  readonly pages: Flush['page'][] = [];
  readonly late: Tick[] = [];
  private readonly closed = new Map<string, Candle>();

  constructor(public stock: Stock = aStock()) {}

  apply(tick: IncomingTick): Applied['outcome'] {
    if (isFull(this.stock)) this.flush();
    let applied = applyTick(this.stock, tick);
    if (applied.outcome === 'unknown')
      applied = applyTick(this.stock, tick, TICK_RULES, this.hasStored(tick));
    if (applied.outcome === 'unknown') throw new Error('asked twice');
    if (applied.outcome === 'duplicate') return applied.outcome;
    this.stock = { ...applied.stock, unsettled: false, overtaken: undefined };
    if ('missed' in applied) {
      const { timestamp, price, availability } = tick;
      this.late.push({ timestamp, price, availability, traded: NO_SHARES });
      for (const missed of applied.missed) this.merge(missed);
    }
    return applied.outcome;
  }

  flush(): void {
    const { stock, flush } = flushed(this.stock);
    this.pages.push(flush.page);
    for (const { interval, candle } of flush.closed) {
      const name = candleName(interval, candle.start);
      if (!this.closed.has(name)) this.closed.set(name, candle);
    }
    this.stock = stock;
  }

  get ticks(): Tick[] {
    return [...this.pages.flatMap(({ ticks }) => ticks), ...this.late, ...unflushedTicks(this.stock)];
  }

  /** Closed and open candles, with unflushed ticks folded in. */
  get candles(): Map<string, CandleSummary> {
    const rest = new RecordedStock(this.stock);
    if (rest.stock.unflushed > 0) rest.flush();
    const all = new Map([...this.closed, ...rest.closed].map(([name, candle]) => [name, summaryOf(candle)]));
    for (const interval of INTERVALS) {
      const candle = rest.stock.history.open[interval];
      if (candle) all.set(candleName(interval, candle.start), summaryOf(candle));
    }
    return all;
  }

  private hasStored(tick: IncomingTick): boolean {
    return [...this.pages.flatMap(({ ticks }) => ticks), ...this.late].some((known) =>
      isSameTick(known, tick),
    );
  }

  private merge({ interval, candle }: ClosedCandle): void {
    const name = candleName(interval, candle.start);
    const stored = this.closed.get(name);
    this.closed.set(name, stored ? mergeCandles(stored, candle) : candle);
  }
}
