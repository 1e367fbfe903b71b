import type { Journal, Message, Placement, PublishedTick, Replacement, Side, Terms } from '../journal';
import type { FillEntry, Order, Table } from './table';

/** A tick as the feed published it, however often: ticks of equal time, price, availability and number are one. */
export interface Tick {
  readonly key: string;
  readonly stockId: string;
  readonly units: bigint;
  readonly availability: number;
  readonly ask?: bigint | undefined;
  readonly bid?: bigint | undefined;
  readonly askSize?: number | undefined;
  readonly bidSize?: number | undefined;
  readonly at: number;
  /** When the first message with it was first delivered, and first fully processed. */
  readonly start: number;
  readonly startAt: number;
  readonly done: number;
  readonly doneAt: number;
  /** When the broker first and last received it. */
  readonly receivedAt: { readonly first: number; readonly last: number };
  readonly publications: readonly Publication[];
}

/** The message that contained it, and its position there. */
export interface Publication {
  readonly message: Message;
  readonly index: number;
}

/** Everything the checks compare: the table, the journal, and indexes over both. */
export interface Evidence {
  readonly table: Table;
  readonly journal: Journal;
  /** Up to when expired orders have been swept. */
  readonly sweptUntil: number;
  readonly orders: ReadonlyMap<string, Order>;
  readonly fillsByOrder: ReadonlyMap<string, FillEntry[]>;
  readonly fillsByTick: ReadonlyMap<string, FillEntry[]>;
  readonly ticks: ReadonlyMap<string, Tick>;
  readonly ticksByStock: ReadonlyMap<string, Tick[]>;
  readonly placements: ReadonlyMap<string, Placement>;
  readonly replacements: ReadonlyMap<string, Replacement[]>;
}

export function evidenceOf(table: Table, journal: Journal, sweptUntil: number): Evidence {
  const ticks = publishedTicks(journal);
  return {
    table,
    journal,
    sweptUntil,
    orders: new Map(table.orders.map((order) => [order.id, order])),
    fillsByOrder: grouped(table.fills, ({ orderId }) => orderId),
    fillsByTick: grouped(table.fills, tickKeyOfFill),
    ticks,
    ticksByStock: grouped([...ticks.values()], ({ stockId }) => stockId),
    placements: new Map(
      journal.placements.flatMap((placement) => (placement.orderId ? [[placement.orderId, placement]] : [])),
    ),
    replacements: grouped(journal.replacements, ({ orderId }) => orderId),
  };
}

export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

type TickParts = Pick<
  PublishedTick,
  'at' | 'units' | 'availability' | 'sequence' | 'ask' | 'bid' | 'askSize' | 'bidSize'
>;

export function tickKey(stockId: string, tick: TickParts): string {
  const { at, units, availability, sequence, ask, bid, askSize, bidSize } = tick;
  return `${stockId} ${at} ${units} ${availability} ${sequence} ${ask} ${bid} ${askSize} ${bidSize}`;
}

export function tickKeyOfFill({
  stockId,
  quotedAt,
  price,
  availability,
  sequence,
  quoted,
}: FillEntry): string {
  return tickKey(stockId, { at: quotedAt, units: price, availability, sequence, ...quoted });
}

/** What an order of the side trades at, and how many shares there are for its side. */
export function priceAt(side: Side, { units, ask, bid }: Pick<TickParts, 'units' | 'ask' | 'bid'>): bigint {
  return (side === 'buy' ? ask : bid) ?? units;
}

export function offerAt(
  side: Side,
  { availability, askSize, bidSize }: Pick<TickParts, 'availability' | 'askSize' | 'bidSize'>,
): number {
  return (side === 'buy' ? askSize : bidSize) ?? availability;
}

function publishedTicks({ messages }: Journal): Map<string, Tick> {
  const ticks = new Map<string, Tick>();
  for (const message of messages) {
    for (const [index, published] of message.ticks.entries()) {
      const { stockId, units, availability, at, ask, bid, askSize, bidSize } = published;
      const key = tickKey(stockId, published);
      const { step: done, at: doneAt } = message.done ?? NEVER;
      const known = ticks.get(key);
      const { start, startAt } = known ?? message;
      ticks.set(key, {
        ...{ key, stockId, units, availability, at, start, startAt, ask, bid, askSize, bidSize },
        done: Math.min(done, known?.done ?? done),
        doneAt: Math.min(doneAt, known?.doneAt ?? doneAt),
        receivedAt: {
          first: Math.min(...message.receivedAt, known?.receivedAt.first ?? Number.POSITIVE_INFINITY),
          last: Math.max(...message.receivedAt, known?.receivedAt.last ?? 0),
        },
        publications: [...(known?.publications ?? []), { message, index }],
      });
    }
  }
  return ticks;
}

/** Ticks that may have been the quote when this one was applied, if it was overtaken. */
function overtaking({ ticksByStock }: Evidence, tick: Tick): Tick[] {
  const all = ticksByStock.get(tick.stockId) ?? [];
  return all.filter((other) => other.at > tick.at && other.start <= tick.done);
}

/** Whether a newer tick had been processed before this one came, so it was never the quote. */
export function wasOvertaken(evidence: Evidence, tick: Tick): boolean {
  return overtaking(evidence, tick).some(({ done }) => done < tick.start);
}

const LATE_TICK = 10_000_000;

/** Whether it arrived less than ten seconds later than the quote, whichever that was and whenever each was received. */
export function isSurelyInTime(evidence: Evidence, tick: Tick): boolean {
  const slowest = tick.receivedAt.last - tick.at;
  return overtaking(evidence, tick).every(
    ({ receivedAt, at }) => slowest - (receivedAt.first - at) < LATE_TICK,
  );
}

export function isSurelyTooLate(evidence: Evidence, tick: Tick): boolean {
  const fastest = tick.receivedAt.first - tick.at;
  const quotes = overtaking(evidence, tick);
  return (
    wasOvertaken(evidence, tick) &&
    quotes.every(({ receivedAt, at }) => fastest - (receivedAt.last - at) >= LATE_TICK)
  );
}

const NEVER = { step: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };

/** All terms the order may ever have had. A replacement of unknown outcome may have changed any part of them. */
export function possibleTerms(evidence: Evidence, placement: Placement): Terms[] {
  const all = [placement.terms];
  for (const { terms, asked, outcome } of evidence.replacements.get(placement.orderId ?? '') ?? []) {
    if (outcome === 'refused') continue;
    if (terms) all.push(terms);
    else all.push(...all.map((before) => changed(before, asked)));
  }
  return all;
}

function changed(before: Terms, asked: Replacement['asked']): Terms {
  const { total, stop } = asked;
  const one = (was: bigint | undefined, is: bigint | null | undefined) =>
    is === undefined ? was : (is ?? undefined);
  return {
    total: total ?? before.total,
    lower: one(before.lower, asked.lower),
    // A stop buy's bound follows its stop.
    upper:
      stop != null && before.upper === collared(before.stop)
        ? collared(stop)
        : one(before.upper, asked.upper),
    stop: one(before.stop, stop),
    takeProfit: one(before.takeProfit, asked.takeProfit),
    stopLoss: one(before.stopLoss, asked.stopLoss),
  };
}

/** The most that a market buy may pay, five percent above a price. */
export function collared<Price extends bigint | undefined>(price: Price): bigint | Price {
  return price === undefined ? price : (price * 105n) / 100n;
}

/** Whether an order with these terms could fill at the price, triggered or not. */
export function accepts({ lower, upper, takeProfit, stopLoss }: Terms, side: Side, price: bigint): boolean {
  const ofExit = stopLoss === undefined ? (takeProfit ?? lower) : undefined;
  const least = side === 'buy' ? lower : ofExit;
  return (least === undefined || least <= price) && (upper === undefined || price <= upper);
}

/** The price that triggers an order, if any. A buy's stop loss belongs to its exit. */
export function stopOf({ stop, stopLoss }: Pick<Terms, 'stop' | 'stopLoss'>, side: Side): bigint | undefined {
  return side === 'buy' ? stop : (stop ?? stopLoss);
}

export function isReached(side: Side, stop: bigint, price: bigint): boolean {
  return side === 'buy' ? price >= stop : price <= stop;
}

/** Whether an order of these terms certainly fills at the price: if it needs a trigger, it is met now or was before. */
export function surelyAccepts(terms: Terms, side: Side, price: bigint, wasTriggered: boolean): boolean {
  const stop = stopOf(terms, side);
  const isLive = stop === undefined || wasTriggered || isReached(side, stop, price);
  const takesProfit = side === 'sell' && terms.takeProfit !== undefined && price >= terms.takeProfit;
  return (isLive || takesProfit) && accepts(terms, side, price);
}

export function sharesOf(fills: readonly FillEntry[] | undefined): number {
  return (fills ?? []).reduce((sum, { shares }) => sum + shares, 0);
}
