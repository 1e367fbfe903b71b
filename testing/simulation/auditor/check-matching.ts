import type { Placement, RequestSpan, Terms } from '../journal';
import type { Deliveries } from './deliveries';
import {
  type Evidence,
  isReached,
  isSurelyInTime,
  overtaking,
  possibleTerms,
  sharesOf,
  stopOf,
  surelyAccepts,
} from './evidence';
import type { Findings } from './findings';
import type { Order } from './table';
import { offerAt, type Publication, priceAt, type Tick } from './ticks';

const QUOTE_MAX_AGE = 60_000_000;

/** Terms that an order certainly had, from when they were acknowledged until someone attempted to change them. */
interface Standing {
  readonly order: Order;
  readonly placement: Placement;
  readonly terms: Terms;
  /** The request that gave the order these terms. */
  readonly given: RequestSpan;
  /** From then on the terms may differ, or the order may be closed. */
  readonly until: number;
}

/**
 * Promise 8 and price-time priority, wherever the order of events is certain: an order that was resting before a tick
 * was published, or was placed under a quote that stayed, is filled by it as far as its availability allows, and no
 * order with lower priority is filled instead.
 */
export function checkMatching(evidence: Evidence, findings: Findings): void {
  const matched = surelyMatched(evidence);
  for (const standing of standings(evidence)) {
    const ticks = evidence.ticksByStock.get(standing.order.stockId);
    if (!ticks) continue;
    for (const tick of ticks.between(standing.given.end, standing.until))
      if (matched.has(tick) && standsBefore(standing, tick)) checkMet(evidence, standing, tick, 0, findings);
    const quote = quoteFor(standing, ticks);
    if (quote && matched.get(quote) === 'quoted')
      checkMet(evidence, standing, quote, standing.given.end, findings);
  }
}

/** @param since orders placed later can't have met the tick before this one */
function checkMet(
  evidence: Evidence,
  standing: Standing,
  tick: Tick,
  since: number,
  findings: Findings,
): void {
  const { order, terms } = standing;
  checkTriggered(standing, tick, findings);
  const { triggeredAt = Number.POSITIVE_INFINITY } = order;
  if (surelyAccepts(terms, order.side, priceAt(order.side, tick), triggeredAt < tick.startAt))
    checkFilled(evidence, standing, tick, since, findings);
}

/** A stop that the tick reached is triggered once the tick has been processed and the order acknowledged. */
function checkTriggered({ order, terms, given }: Standing, tick: Tick, findings: Findings): void {
  const stop = stopOf(terms, order.side);
  if (stop === undefined || !isReached(order.side, stop, priceAt(order.side, tick))) return;
  const { id, triggeredAt, remaining } = order;
  // An order that sold everything at its take-profit before needs no trigger.
  const isTriggered = triggeredAt !== undefined && triggeredAt <= Math.max(tick.doneAt, given.endAt);
  findings.expect(8, isTriggered || remaining === 0, `order ${id} was not triggered by tick ${tick.key}`);
}

/** Ticks that certainly were matched: because they were the quote, or at most a few seconds late. */
function surelyMatched(evidence: Evidence): Map<Tick, 'quoted' | 'in time'> {
  const matched = new Map<Tick, 'quoted' | 'in time'>();
  for (const tick of evidence.ticks.values()) {
    if (tick.units <= 0n) continue;
    if (isSurelyQuoted(evidence, tick)) matched.set(tick, 'quoted');
    else if (isSurelyInTime(evidence, tick)) matched.set(tick, 'in time');
  }
  return matched;
}

/** Whether no newer tick can have come before it, so it was the quote once its message was processed. */
function isSurelyQuoted(evidence: Evidence, tick: Tick): boolean {
  return overtaking(evidence, tick).every(({ publications }) =>
    publications.every((publication) => comesAfter(publication, tick)),
  );
}

function comesAfter({ message, index }: Publication, { publications, done }: Tick): boolean {
  const isBehind = publications.every((own) => own.message === message && own.index < index);
  return message.start > done || isBehind;
}

function standings(evidence: Evidence): Standing[] {
  const placements = [...evidence.placements.values(), ...exitPlacements(evidence)];
  return placements.flatMap((placement) => {
    const order = evidence.orders.get(placement.orderId ?? '');
    if (!order) return [];
    const end = earliestEnd(evidence, placement);
    const changes = evidence.replacements.get(order.id) ?? [];
    const given = [
      { terms: placement.terms, span: placement },
      ...changes.flatMap((change) => (change.terms ? [{ terms: change.terms, span: change }] : [])),
    ];
    return given.map(({ terms, span }): Standing => {
      const later = changes
        .filter(({ end, outcome }) => end > span.end && outcome !== 'refused')
        .map(({ start }) => start);
      return { order, placement, terms, given: span, until: Math.min(end, ...later) };
    });
  });
}

/**
 * The exits of buys, as if someone had placed each when the last fill of its buy had happened: before any tick that was
 * published later by the clock. Of the quote under which it was placed nothing is said.
 */
function exitPlacements({ table, orders, placements, fillsByOrder, ticksByStock }: Evidence): Placement[] {
  return table.orders.flatMap((exit): Placement[] => {
    const { parentOrderId = '', id: orderId, userId, stockId } = exit;
    const parent = placements.get(parentOrderId);
    const boughtAt = Math.max(0, ...(fillsByOrder.get(parentOrderId) ?? []).map(({ at }) => at));
    if (!parent || orders.get(parentOrderId)?.status !== 'filled') return [];
    const before = (ticksByStock.get(stockId)?.ticks ?? []).filter(({ startAt }) => startAt <= boughtAt);
    const end = Math.max(parent.start, ...before.map(({ start }) => start));
    return [
      {
        ...{ command: parent.command, userId, stockId, orderId },
        ...{ side: 'sell', type: 'exit', terms: exit, timeInForce: 'gtc', expiresAt: undefined },
        ...{ start: end, startAt: boughtAt, end, endAt: boughtAt, isSmooth: false, outcome: 'acknowledged' },
      },
    ];
  });
}

/** When someone first attempted to close the order, successfully or not. */
function earliestEnd({ journal }: Evidence, { orderId, userId, stockId, start }: Placement): number {
  const single = journal.cancellations.filter((each) => each.orderId === orderId);
  const mass = journal.massCancellations.filter(
    (each) => each.userId === userId && each.end > start && (each.stockId ?? stockId) === stockId,
  );
  return Math.min(Number.POSITIVE_INFINITY, ...[...single, ...mass].map((each) => each.start));
}

/** Whether it was resting from before the tick was published until the tick had been processed. */
function standsBefore({ order, given, until }: Standing, tick: Tick): boolean {
  const { expiresAt = Number.POSITIVE_INFINITY, timeInForce } = order;
  const rests = timeInForce !== 'ioc' && timeInForce !== 'fok';
  return rests && given.end < tick.start && tick.done < until && tick.doneAt < expiresAt;
}

/** The tick that was still the quote, and fresh, when the order was acknowledged, if that is certain. */
function quoteFor({ order, given, until }: Standing, ticks: Deliveries): Tick | undefined {
  const { expiresAt = Number.POSITIVE_INFINITY, timeInForce, parentOrderId } = order;
  // What a process left undone when it died is done by the next one that works on the stock, whenever that is.
  if (!given.isSmooth || timeInForce === 'fok' || parentOrderId !== undefined) return undefined;
  const quote = ticks.newestAt(given.end);
  if (!quote || given.end > until) return undefined;
  const isInTime = given.endAt < expiresAt && given.endAt < quote.startAt + QUOTE_MAX_AGE;
  // An order that never rests meets the quote it found, not one that came while it was being placed.
  const present = timeInForce === 'ioc' ? given.start : given.end;
  return quote.done <= present && isInTime ? quote : undefined;
}

function checkFilled(
  evidence: Evidence,
  standing: Standing,
  tick: Tick,
  since: number,
  findings: Findings,
): void {
  const { order, placement, given } = standing;
  const deadline = Math.max(tick.done, given.end);
  const deadlineAt = Math.max(tick.doneAt, given.endAt);
  const intime = (evidence.fillsByOrder.get(order.id) ?? []).filter(
    (fill) => fill.at <= deadlineAt && (evidence.starts.get(fill) ?? 0) <= deadline,
  );
  if (sharesOf(intime) === standing.terms.total) return;
  const where = `order ${order.id} of command ${placement.command} accepts tick ${tick.key}`;
  const isUnlimited = order.side === 'sell' && !evidence.journal.areSellsLimited;
  findings.expect(8, !isUnlimited, `${where} but was not filled`);
  const ofSide = (evidence.fillsByTick.get(tick.key) ?? []).filter(({ side }) => side === order.side);
  const taken = ofSide.filter((fill) => (evidence.placements.get(fill.orderId)?.start ?? 0) < deadline);
  const left = offerAt(order.side, tick) - sharesOf(taken);
  findings.expect(8, left <= 0, `${where}, which had ${left} left, but was not filled`);
  // Priority is only checked for buys, by their upper bound.
  if (order.side === 'sell') return;
  for (const fill of taken) {
    const other = evidence.placements.get(fill.orderId);
    const isOther = other !== undefined && fill.orderId !== order.id;
    // Orders that met the quote before this one was placed rightly took their share.
    const isBehind = isOther && other.start > since && comesBehind(evidence, other, standing, tick);
    findings.expect(8, !isBehind, `${where}; order ${fill.orderId} was filled before it`);
  }
}

/** Whether it certainly has lower priority: a lower bound whatever its terms, or the same bound but a later place. */
function comesBehind(evidence: Evidence, other: Placement, { terms, given }: Standing, tick: Tick): boolean {
  const bound = terms.upper ?? 0n;
  const bounds = possibleTerms(evidence, other).map(({ upper = 0n }) => upper);
  const isLater = given.end < placeSince(evidence, other, tick);
  return bounds.every((each) => each < bound || (each === bound && isLater));
}

/** The earliest time its place at the tick may date from: a changed price or a larger total loses the place. */
function placeSince(evidence: Evidence, placement: Placement, tick: Tick): number {
  let [{ start }, before]: [{ start: number }, Terms] = [placement, placement.terms];
  for (const change of evidence.replacements.get(placement.orderId ?? '') ?? []) {
    if (change.outcome === 'refused') continue;
    if (!change.terms || change.end > tick.start) return start;
    if (change.terms.upper !== before.upper || change.terms.total > before.total) start = change.start;
    before = change.terms;
  }
  return start;
}
