import type { Journal, Placement, Replacement, Side, Terms } from '../journal';
import { Deliveries } from './deliveries';
import type { FillEntry, Order, Table } from './table';
import { publishedTicks, type Tick, tickKey } from './ticks';

/** Everything the checks compare: the table, the journal, and indexes over both. */
export interface Evidence {
  readonly table: Table;
  readonly journal: Journal;
  /** Up to when expired orders have been swept. */
  readonly sweptUntil: number;
  readonly orders: ReadonlyMap<string, Order>;
  readonly fillsByOrder: ReadonlyMap<string, FillEntry[]>;
  readonly fillsByTick: ReadonlyMap<string, FillEntry[]>;
  /** When the ticks that the fills are from were first delivered. */
  readonly starts: ReadonlyMap<FillEntry, number>;
  readonly ticks: ReadonlyMap<string, Tick>;
  readonly ticksByStock: ReadonlyMap<string, Deliveries>;
  readonly placements: ReadonlyMap<string, Placement>;
  readonly replacements: ReadonlyMap<string, Replacement[]>;
}

export function evidenceOf(table: Table, journal: Journal, sweptUntil: number): Evidence {
  const ticks = publishedTicks(journal);
  const startOf = (fill: FillEntry) => ticks.get(tickKeyOfFill(fill))?.start ?? Number.POSITIVE_INFINITY;
  return {
    table,
    journal,
    sweptUntil,
    orders: new Map(table.orders.map((order) => [order.id, order])),
    fillsByOrder: grouped(table.fills, ({ orderId }) => orderId),
    fillsByTick: grouped(table.fills, tickKeyOfFill),
    starts: new Map(table.fills.map((fill) => [fill, startOf(fill)])),
    ticks,
    ticksByStock: new Map(
      [...grouped([...ticks.values()], ({ stockId }) => stockId)].map(([id, all]) => [
        id,
        new Deliveries(all),
      ]),
    ),
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

/** Ticks that may have been the quote when this one was applied, if it was overtaken. */
export function overtaking({ ticksByStock }: Evidence, tick: Tick): Tick[] {
  return ticksByStock.get(tick.stockId)?.overtaking(tick) ?? [];
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
