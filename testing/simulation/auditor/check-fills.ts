import type { Terms } from '../journal';
import {
  accepts,
  type Evidence,
  isReached,
  isSurelyTooLate,
  possibleTerms,
  sharesOf,
  stopOf,
  tickKeyOfFill,
  wasOvertaken,
} from './evidence';
import type { Findings } from './findings';
import type { FillEntry, Order } from './table';
import { offerAt, priceAt, type Tick } from './ticks';

const QUOTE_MAX_AGE = 60_000_000;

/** Promises 4 and 5, and that no expired order is filled: from which tick, within which bounds, how much, when. */
export function checkFills(evidence: Evidence, findings: Findings): void {
  for (const fill of evidence.table.fills) checkFill(evidence, fill, findings);
  for (const [key, fills] of evidence.fillsByTick) {
    const bought = sharesOf(fills.filter(({ side }) => side === 'buy'));
    const tick = evidence.ticks.get(key);
    const [toBuy, toSell] = [tick ? offerAt('buy', tick) : 0, tick ? offerAt('sell', tick) : 0];
    const sold = sharesOf(fills.filter(({ side }) => side === 'sell'));
    const isWithin = !evidence.journal.areSellsLimited || sold <= toSell;
    findings.expect(5, isWithin, `${sold} shares were sold at tick ${key}`);
    if (tick) checkLateTick(evidence, tick, fills, findings);
    findings.expect(5, bought <= toBuy, `${bought} shares were bought from tick ${key}`);
  }
}

function checkFill(evidence: Evidence, fill: FillEntry, findings: Findings): void {
  const { id, side, money, price, shares, orderId, fee } = fill;
  const where = `fill ${id} of order ${orderId}`;
  const tick = evidence.ticks.get(tickKeyOfFill(fill));
  const order = evidence.orders.get(orderId);
  const value = price * BigInt(shares);
  const due = side === 'buy' ? -value - fee : value - fee;
  findings.expect(3, fee >= 0n && money === due, `${where}: moved ${money} for ${value} and a fee of ${fee}`);
  findings.expect(6, shares > 0 && price > 0n, `${where}: ${shares} shares at ${price}`);
  if (!tick || !order) {
    findings.expect(4, tick !== undefined, `${where}: no tick ${tickKeyOfFill(fill)} was published`);
    findings.expect(6, order !== undefined, `${where}: there is no such order`);
    return;
  }
  findings.expect(
    6,
    order.side === side && order.userId === fill.userId,
    `${where} doesn't match its order's user and side`,
  );
  const offered = priceAt(side, tick);
  findings.expect(4, price === offered, `${where} is at ${price}, which its tick has for ${offered}`);
  findings.expect(4, fill.at >= tick.startAt, `${where} is older than its tick`);
  const { expiresAt = Number.POSITIVE_INFINITY } = order;
  const isInTime = tick.startAt < expiresAt && fill.at < expiresAt;
  findings.expect(9, isInTime, `${where}: the order had expired`);
  const placement = evidence.placements.get(orderId);
  if (order.parentOrderId !== undefined) checkTrigger(evidence, fill, order, [order], findings);
  if (!placement) return;
  const terms = possibleTerms(evidence, placement);
  findings.expect(
    4,
    terms.some((each) => accepts(each, side, price)),
    `${where}: ${price} is out of bounds`,
  );
  checkTrigger(evidence, fill, order, terms, findings);
  const isStale = placement.start > tick.done && placement.startAt >= tick.doneAt + QUOTE_MAX_AGE;
  findings.expect(9, !isStale, `${where}: the quote was too old when the order was placed`);
}

/** An order with a stop fills only once a tick has triggered it, except when it sells at its take-profit. */
function checkTrigger(
  { ticksByStock }: Evidence,
  fill: FillEntry,
  order: Order,
  terms: readonly Terms[],
  findings: Findings,
): void {
  const { side } = order;
  if (terms.some((each) => stopOf(each, side) === undefined)) return;
  const takesProfit = ({ takeProfit }: Terms) => takeProfit !== undefined && fill.price >= takeProfit;
  if (side === 'sell' && terms.some(takesProfit)) return;
  const { triggeredAt = Number.POSITIVE_INFINITY } = order;
  const where = `fill ${fill.id} of order ${order.id}`;
  findings.expect(4, triggeredAt <= fill.at, `${where}: the order was not triggered`);
  const stops = terms.flatMap((each) => stopOf(each, side) ?? []);
  const ticks = ticksByStock.get(order.stockId)?.ticks ?? [];
  const isMet = ticks.some(
    (tick) => tick.startAt <= triggeredAt && stops.some((stop) => isReached(side, stop, priceAt(side, tick))),
  );
  findings.expect(4, isMet, `${where}: no tick triggered the order`);
}

/** Promise 12: ticks that come too late trade nothing, and late ones only with orders placed before they came. */
function checkLateTick(
  evidence: Evidence,
  tick: Tick,
  fills: readonly FillEntry[],
  findings: Findings,
): void {
  const { key, receivedAt } = tick;
  findings.expect(12, !isSurelyTooLate(evidence, tick), `tick ${key} came too late but filled orders`);
  if (!wasOvertaken(evidence, tick)) return;
  for (const { orderId } of fills) {
    const placement = evidence.placements.get(orderId);
    const isYounger = placement !== undefined && placement.startAt > receivedAt.last;
    findings.expect(12, !isYounger, `the late tick ${key} filled the order ${orderId}, placed after it came`);
  }
}
