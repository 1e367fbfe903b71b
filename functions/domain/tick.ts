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

/** How far ahead of the clock here a tick may be unless configured otherwise. */
export const MAX_CLOCK_SKEW_SECONDS = 10;

/** What makes a tick the one it is. */
export type TickIdentity = Pick<Tick, 'timestamp' | 'price' | 'availability'>;

/** A tick as the feed publishes it. */
export interface PublishedTick extends TickIdentity {
  readonly stockId: StockId;
  readonly name: string;
}

/** A tick as it gets here. */
export interface IncomingTick extends PublishedTick {
  /** When the broker took it. It stays the same however often the tick is handed over since. */
  readonly receivedAt: Instant;
}

/** Two deliveries of one tick. Two ticks may share a timestamp, but not price and availability as well. */
export function isSameTick(a: TickIdentity, b: TickIdentity): boolean {
  return a.timestamp === b.timestamp && a.price === b.price && a.availability === b.availability;
}

/** Equal for deliveries of one tick, and different for any two ticks of a stock. */
export function tickName({ timestamp, price, availability }: TickIdentity): string {
  return `${timestamp} ${price} ${availability}`;
}

/** Leaves out repetitions. Of the same tick the first stays, in its place. */
export function distinctTicks(ticks: readonly IncomingTick[]): IncomingTick[] {
  const byName = new Map<string, IncomingTick>();
  for (const tick of ticks) {
    const name = tickName(tick);
    if (!byName.has(name)) byName.set(name, tick);
  }
  return [...byName.values()];
}
