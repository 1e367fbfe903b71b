import type { Candle, Interval } from './candle';
import type { StockId } from './ids';
import { type Instant, MICROSECONDS } from './instant';
import type { LedgerEntry } from './ledger';
import { type Money, minus, NO_MONEY, plus, quantity, worth } from './money';
import type { TimeRange } from './range';

/** A user's equity at one time. */
export interface EquityPoint {
  readonly at: Instant;
  /** Including what open buys hold. */
  readonly cash: Money;
  /** At the last prices before; undefined if a stock held had no price yet. */
  readonly holdings: Money | undefined;
  /** Deposits less withdrawals since the first point. */
  readonly deposited: Money;
}

export interface EquityReading {
  readonly cash: Money;
  readonly shares: ReadonlyMap<StockId, number>;
  /** All since the earliest point, newest first. */
  readonly entries: readonly LedgerEntry[];
  /** In order of time, beginning with one from before the earliest point if it exists. */
  readonly candles: ReadonlyMap<StockId, readonly Candle[]>;
}

export const EQUITY_POINTS_MAX = 200;

const STEPS: readonly { readonly interval: Interval; readonly length: number }[] = [
  { interval: '1m', length: MICROSECONDS.minute },
  { interval: '1m', length: 5 * MICROSECONDS.minute },
  { interval: '1m', length: 15 * MICROSECONDS.minute },
  { interval: '1h', length: MICROSECONDS.hour },
  { interval: '1h', length: 6 * MICROSECONDS.hour },
];

/** The distance between a range's points, and the interval of candles for their prices: as fine as the limit allows. */
export function equityStep({ from, to }: TimeRange): { interval: Interval; length: number } {
  // Both ends may be points of their own, outside the grid.
  const spans = EQUITY_POINTS_MAX - 2;
  const fine = STEPS.find(({ length }) => (to - from) / length <= spans);
  if (fine) return fine;
  const days = Math.ceil((to - from) / MICROSECONDS.day / spans);
  return { interval: '1d', length: days * MICROSECONDS.day };
}

/** The ends of a range and the multiples of `length` between them. */
export function equityInstants({ from, to }: TimeRange, length: number): Instant[] {
  const instants: Instant[] = [from];
  for (let at = from - (from % length) + length; at < to; at += length) instants.push(at as Instant);
  if (to > from) instants.push(to);
  return instants;
}

/**
 * Starts from the current state and undoes the ledger step by step, so only entries since the earliest point are read,
 * however long the ledger.
 *
 * @param instants in order of time
 */
export function equityCourse(reading: EquityReading, instants: readonly Instant[]): EquityPoint[] {
  const shares = new Map(reading.shares);
  let { cash } = reading;
  let undone = 0;
  let withdrawn = NO_MONEY;
  const points: EquityPoint[] = [];
  for (const at of instants.toReversed()) {
    for (let entry = reading.entries[undone]; entry && entry.at > at; entry = reading.entries[++undone]) {
      cash = minus(cash, entry.money);
      if (entry.trade) undo(shares, entry.trade.stockId, entry);
      else withdrawn = plus(withdrawn, entry.money);
    }
    points.push({ at, cash, holdings: worthOf(shares, reading.candles, at), deposited: withdrawn });
  }
  // So far counted from the last point; `deposited` counts from the first.
  return points.toReversed().map((point) => ({ ...point, deposited: minus(withdrawn, point.deposited) }));
}

function undo(shares: Map<StockId, number>, stockId: StockId, { type, trade }: LedgerEntry): void {
  const change = trade?.shares ?? 0;
  shares.set(stockId, (shares.get(stockId) ?? 0) + (type === 'buy' ? -change : change));
}

function worthOf(
  shares: ReadonlyMap<StockId, number>,
  candles: EquityReading['candles'],
  at: Instant,
): Money | undefined {
  let value = NO_MONEY;
  for (const [stockId, held] of shares) {
    if (held === 0) continue;
    const price = candles.get(stockId)?.findLast(({ lastAt }) => lastAt <= at)?.close;
    if (price === undefined) return undefined;
    value = plus(value, worth(price, quantity(held)));
  }
  return value;
}
