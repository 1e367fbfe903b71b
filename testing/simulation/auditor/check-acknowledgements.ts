import type { Placement, Sighting, Terms, Transfer } from '../journal';
import { type Evidence, grouped, possibleTerms } from './evidence';
import { heldByOpen } from './fees';
import type { Findings } from './findings';
import type { Order } from './table';

const CLOSED = new Set(['filled', 'canceled', 'expired', 'rejected']);

/** Promise 9: acknowledged requests happened once, refused ones not at all, and unknown ones at most once. */
export function checkAcknowledgements(evidence: Evidence, findings: Findings): void {
  for (const anomaly of evidence.journal.anomalies) findings.expect(10, false, anomaly);
  for (const stranger of evidence.table.strangers) findings.expect(10, false, `unknown item ${stranger}`);
  checkTransfers(evidence, findings);
  checkPlacements(evidence, findings);
  for (const sighting of evidence.journal.sightings) checkSighting(evidence, sighting, findings);
  checkCancellations(evidence, findings);
  checkReplacements(evidence, findings);
}

/** No two transfers of an episode have the same amount. */
function checkTransfers({ table, journal }: Evidence, findings: Findings): void {
  const entries = grouped(table.transfers, ({ userId, type, money }) => `${userId} ${type} ${money}`);
  for (const transfer of journal.transfers) {
    const key = keyOf(transfer);
    const times = entries.get(key)?.length ?? 0;
    const allowed = { acknowledged: [1], refused: [0], unknown: [0, 1] }[transfer.outcome];
    findings.expect(
      9,
      allowed.includes(times),
      `command ${transfer.command} (${transfer.outcome}) was done ${times} times`,
    );
    entries.delete(key);
  }
  for (const key of entries.keys()) findings.expect(9, false, `nobody requested ${key}`);
}

function keyOf({ userId, type, units }: Transfer): string {
  return `${userId} ${type} ${type === 'deposit' ? units : -units}`;
}

function checkPlacements({ table, journal, orders, placements }: Evidence, findings: Findings): void {
  for (const { command, orderId } of journal.placements) {
    if (!orderId) continue;
    findings.expect(
      9,
      orders.has(orderId),
      `order ${orderId} of command ${command} was acknowledged but doesn't exist`,
    );
  }
  const acknowledged = journal.placements.filter(({ orderId }) => orderId !== undefined);
  const distinct = new Set(acknowledged.map(({ orderId }) => orderId));
  findings.expect(9, distinct.size === acknowledged.length, 'two commands got the same order');
  const unknown = journal.placements.filter(({ outcome }) => outcome === 'unknown');
  for (const order of table.orders) {
    if (placements.has(order.id) || order.parentOrderId !== undefined) continue;
    const index = unknown.findIndex((placement) => mayBe(placement, order));
    findings.expect(9, index >= 0, `order ${order.id} belongs to no command`);
    if (index >= 0) unknown.splice(index, 1);
  }
}

/** Whether an order that no response reported may be this command's. Its terms can't have been changed since. */
function mayBe({ userId, stockId, side, type, terms, timeInForce }: Placement, order: Order): boolean {
  const isSamePlace = order.userId === userId && order.stockId === stockId && order.side === side;
  const isSameSize = order.total === terms.total && order.timeInForce === timeInForce;
  const isCollared = side === 'buy' && (type === 'market' || type === 'stop');
  const upper = isCollared ? order.upper : terms.upper;
  return isSamePlace && isSameSize && order.type === type && haveSamePrices(order, { ...terms, upper });
}

function haveSamePrices(order: Order, terms: Terms): boolean {
  const names = ['lower', 'upper', 'stop', 'takeProfit', 'stopLoss'] as const;
  return names.every((name) => order[name] === terms[name]);
}

/** What a response showed stays true: closed for good, or filled at least that far. */
function checkSighting({ orders }: Evidence, { command, order: seen }: Sighting, findings: Findings): void {
  const order = orders.get(seen.id);
  findings.expect(
    9,
    order !== undefined,
    `command ${command} was shown order ${seen.id}, which doesn't exist`,
  );
  if (!order) return;
  const filled = order.total - order.remaining;
  const where = `order ${seen.id}, seen ${seen.status} with ${seen.filled} filled by command ${command}`;
  findings.expect(6, filled >= seen.filled, `${where}, has ${filled} filled`);
  if (!CLOSED.has(seen.status)) return;
  findings.expect(6, order.status === seen.status, `${where}, is ${order.status}`);
  findings.expect(6, filled === seen.filled, `${where}, has ${filled} filled`);
}

function checkCancellations({ journal, orders, placements }: Evidence, findings: Findings): void {
  for (const { command, orderId, outcome } of journal.cancellations) {
    const order = orders.get(orderId);
    if (outcome === 'acknowledged')
      findings.expect(
        6,
        order?.status === 'canceled',
        `order ${orderId}, canceled by ${command}, is ${order?.status}`,
      );
    if (outcome === 'refused')
      findings.expect(
        6,
        order?.isOpen === false,
        `order ${orderId} is open, but command ${command} was told that it is closed`,
      );
  }
  for (const { command, userId, stockId, outcome, isComplete, start, endAt } of journal.massCancellations) {
    if (outcome !== 'acknowledged' || !isComplete) continue;
    for (const placement of placements.values()) {
      const isMeant = placement.userId === userId && placement.end < start;
      if (!isMeant || (stockId !== undefined && placement.stockId !== stockId)) continue;
      const order = orders.get(placement.orderId ?? '');
      // What is over is closed by the clock, and by whoever comes by.
      const isOver = order?.expiresAt !== undefined && order.expiresAt <= endAt;
      const isOpen = order?.isOpen === true && !isOver;
      findings.expect(9, !isOpen, `command ${command} left order ${placement.orderId} open`);
    }
  }
}

function checkReplacements(evidence: Evidence, findings: Findings): void {
  for (const [orderId, replacements] of evidence.replacements) {
    const order = evidence.orders.get(orderId);
    const placement = evidence.placements.get(orderId);
    if (!order || !placement) continue;
    const done = replacements.filter(({ outcome }) => outcome !== 'refused');
    const latest = done.at(-1)?.terms;
    const candidates = latest ? [latest] : possibleTerms(evidence, placement);
    const isOne = candidates.some((terms) => order.total === terms.total && haveSamePrices(order, terms));
    findings.expect(9, isOne, `order ${orderId} has terms that no response gave it`);
  }
  for (const [orderId, { terms }] of evidence.placements) {
    const order = evidence.orders.get(orderId);
    if (!order || evidence.replacements.has(orderId)) continue;
    const isSame = order.total === terms.total && haveSamePrices(order, terms);
    findings.expect(9, isSame, `order ${orderId} has different terms than it was placed with`);
    const { fees } = evidence.journal;
    const held = heldByOpen(fees, { ...order, remaining: order.total, filledValue: 0n });
    findings.expect(2, order.initialHold === held, `order ${orderId} held ${order.initialHold}, not ${held}`);
  }
}
