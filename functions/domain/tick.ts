import type { StockId } from './ids';
import type { Instant } from './instant';
import { type Money, NO_SHARES, type Quantity } from './money';

/** A price seen on the market, as kept in the stock's history. */
export interface Tick {
  readonly timestamp: Instant;
  readonly price: Money;
  /** Shares on offer at that price: buys filled from this tick never take more in total. */
  readonly availability: Quantity;
  /** Shares that this system filled against it, bought and sold. */
  readonly traded: Quantity;
  /** The feed's own number, if any: it distinguishes ticks that are otherwise equal. */
  readonly sequence?: number | undefined;
}

/** How far in the future a tick may be unless configured otherwise. */
export const MAX_CLOCK_SKEW_SECONDS = 10;

/** What identifies a tick. */
export type TickIdentity = Pick<Tick, 'timestamp' | 'price' | 'availability' | 'sequence'>;

/** Leaves out a missing sequence, to keep stored ticks small. */
export function identityOf({ timestamp, price, availability, sequence }: TickIdentity): TickIdentity {
  return { timestamp, price, availability, ...(sequence !== undefined && { sequence }) };
}

/** The tick as recorded, before anything is filled against it. */
export function recorded(tick: TickIdentity): Tick {
  return { ...identityOf(tick), traded: NO_SHARES };
}

/** A tick as published by the feed. */
export interface PublishedTick extends TickIdentity {
  readonly stockId: StockId;
  readonly name: string;
}

/** A tick as received. */
export interface IncomingTick extends PublishedTick {
  /** When the broker accepted it. The same for every redelivery. */
  readonly receivedAt: Instant;
}

/**
 * Whether two deliveries are of the same tick. Different ticks may share a timestamp, but not price and availability
 * as well, unless the feed numbers them.
 */
export function isSameTick(a: TickIdentity, b: TickIdentity): boolean {
  const isAlike = a.timestamp === b.timestamp && a.price === b.price && a.availability === b.availability;
  return isAlike && a.sequence === b.sequence;
}

/** Equal for deliveries of the same tick, different for any two ticks of a stock. */
export function tickName({ timestamp, price, availability, sequence }: TickIdentity): string {
  const name = `${timestamp} ${price} ${availability}`;
  return sequence === undefined ? name : `${name} ${sequence}`;
}

/** Removes repetitions, keeping the first in its place. */
export function distinctTicks(ticks: readonly IncomingTick[]): IncomingTick[] {
  const byName = new Map<string, IncomingTick>();
  for (const tick of ticks) {
    const name = tickName(tick);
    if (!byName.has(name)) byName.set(name, tick);
  }
  return [...byName.values()];
}
