import type { StockId } from './ids';
import type { Instant } from './instant';
import { type Money, NO_SHARES, type Quantity } from './money';

/** A price seen on the market, as the stock's history keeps it. */
export interface Tick {
  readonly timestamp: Instant;
  readonly price: Money;
  /** Shares on offer at that price: all buys filled from this tick together never take more. */
  readonly availability: Quantity;
  /** Shares that this system filled against it, bought and sold. */
  readonly traded: Quantity;
  /** The feed's own number, where it has one: it tells ticks apart that are alike in everything else. */
  readonly sequence?: number | undefined;
}

/** How far ahead of the clock here a tick may be unless configured otherwise. */
export const MAX_CLOCK_SKEW_SECONDS = 10;

/** What makes a tick the one it is. */
export type TickIdentity = Pick<Tick, 'timestamp' | 'price' | 'availability' | 'sequence'>;

/** What is not there is left out, so that ticks without it stay as small as they were. */
export function identityOf({ timestamp, price, availability, sequence }: TickIdentity): TickIdentity {
  return { timestamp, price, availability, ...(sequence !== undefined && { sequence }) };
}

/** The tick as it is recorded, before anything is filled against it. */
export function recorded(tick: TickIdentity): Tick {
  return { ...identityOf(tick), traded: NO_SHARES };
}

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

/**
 * Two deliveries of one tick. Two ticks may share a timestamp, but not price and availability as well, unless the feed
 * numbers them.
 */
export function isSameTick(a: TickIdentity, b: TickIdentity): boolean {
  const isAlike = a.timestamp === b.timestamp && a.price === b.price && a.availability === b.availability;
  return isAlike && a.sequence === b.sequence;
}

/** Equal for deliveries of one tick, and different for any two ticks of a stock. */
export function tickName({ timestamp, price, availability, sequence }: TickIdentity): string {
  const name = `${timestamp} ${price} ${availability}`;
  return sequence === undefined ? name : `${name} ${sequence}`;
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
