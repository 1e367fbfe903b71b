import type { StockId } from './ids';
import type { Instant } from './instant';
import type { Money, Quantity } from './money';

/** A price seen on the market, as the stock's history keeps it. */
export interface Tick {
  readonly timestamp: Instant;
  readonly price: Money;
  /** Shares on offer at that price: all buys filled from this tick together never take more. */
  readonly availability: Quantity;
  /** Shares that this system filled against it, bought and sold. */
  readonly traded: Quantity;
}

/** A tick as the feed brings it. */
export interface IncomingTick extends Omit<Tick, 'traded'> {
  readonly stockId: StockId;
  readonly name: string;
}

/** Two deliveries of one tick. Two ticks may share a timestamp, but not price and availability as well. */
export function isSameTick(a: Omit<Tick, 'traded'>, b: Omit<Tick, 'traded'>): boolean {
  return a.timestamp === b.timestamp && a.price === b.price && a.availability === b.availability;
}

/** Leaves out repetitions. Of the same tick the first stays, in its place. */
export function distinctTicks(ticks: readonly IncomingTick[]): IncomingTick[] {
  const byName = new Map<string, IncomingTick>();
  for (const tick of ticks) {
    const name = `${tick.timestamp} ${tick.price} ${tick.availability}`;
    if (!byName.has(name)) byName.set(name, tick);
  }
  return [...byName.values()];
}
