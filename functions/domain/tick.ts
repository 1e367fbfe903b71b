import type { StockId } from './ids';
import type { Instant } from './instant';
import { type Money, NO_SHARES, type Quantity } from './money';
import type { Side } from './side';

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
  /** What buyers pay and sellers get, if the feed sends them; otherwise the price serves both. */
  readonly ask?: Money | undefined;
  readonly bid?: Money | undefined;
  /** Shares on offer at those; otherwise the availability serves both. */
  readonly askSize?: Quantity | undefined;
  readonly bidSize?: Quantity | undefined;
}

/** How far in the future a tick may be unless configured otherwise. */
export const MAX_CLOCK_SKEW_SECONDS = 10;

/** What makes a tick the one it is. */
export type TickIdentity = Omit<Tick, 'traded'>;

/** Optional fields of a tick. */
export const TICK_EXTRAS = ['sequence', 'ask', 'bid', 'askSize', 'bidSize'] as const;

/** Absent fields are omitted, so ticks without them don't grow. */
export function identityOf(tick: TickIdentity): TickIdentity {
  const { timestamp, price, availability, sequence, ask, bid, askSize, bidSize } = tick;
  return {
    ...{ timestamp, price, availability },
    ...(sequence !== undefined && { sequence }),
    ...(ask !== undefined && { ask }),
    ...(bid !== undefined && { bid }),
    ...(askSize !== undefined && { askSize }),
    ...(bidSize !== undefined && { bidSize }),
  };
}

/** What an order of the side trades at: the one price of a tick for its bounds, its trigger and its fills. */
export function priceFor<Price>(side: Side, { price, ask, bid }: Prices<Price>): Price {
  return (side === 'buy' ? ask : bid) ?? price;
}

interface Prices<Price> {
  readonly price: Price;
  readonly ask?: Price | null | undefined;
  readonly bid?: Price | null | undefined;
}

/** How many shares the tick offers to a side that shares what there is. */
export function offerFor(side: Side, { availability, askSize, bidSize }: TickIdentity): Quantity {
  return (side === 'buy' ? askSize : bidSize) ?? availability;
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
  return isAlike && TICK_EXTRAS.every((extra) => a[extra] === b[extra]);
}

/** Equal for deliveries of one tick, and different for any two ticks of a stock. */
export function tickName(tick: TickIdentity): string {
  const { timestamp, price, availability, sequence } = tick;
  const numbered = `${timestamp} ${price} ${availability}${sequence === undefined ? '' : ` ${sequence}`}`;
  const quotes = QUOTES.filter((quote) => tick[quote] !== undefined).map(
    (quote) => `${quote}=${tick[quote]}`,
  );
  return [numbered, ...quotes].join(' ');
}

const QUOTES = ['ask', 'bid', 'askSize', 'bidSize'] as const;

/** Leaves out repetitions. Of the same tick the first stays, in its place. */
export function distinctTicks(ticks: readonly IncomingTick[]): IncomingTick[] {
  const byName = new Map<string, IncomingTick>();
  for (const tick of ticks) {
    const name = tickName(tick);
    if (!byName.has(name)) byName.set(name, tick);
  }
  return [...byName.values()];
}
