import type { Evidence } from './evidence';
import { sharesOf } from './evidence';
import type { Findings } from './findings';
import type { Order } from './table';

const CLOSED = new Set(['filled', 'canceled', 'expired', 'rejected']);
const DAY = 86_400_000_000;

/** Promise 6: what an order says of itself is what its fills add up to. */
export function checkOrders(evidence: Evidence, findings: Findings): void {
  for (const order of evidence.table.orders) {
    checkOrder(evidence, order, findings);
    checkTimeInForce(evidence, order, findings);
  }
}

function checkOrder({ fillsByOrder }: Evidence, order: Order, findings: Findings): void {
  const { id, total, remaining, status, filledValue, side, upper = 0n } = order;
  const fills = fillsByOrder.get(id) ?? [];
  const filled = sharesOf(fills);
  const value = fills.reduce((sum, { price, shares }) => sum + price * BigInt(shares), 0n);
  findings.expect(
    6,
    filled + remaining === total,
    `order ${id}: ${filled} filled, ${remaining} of ${total} left`,
  );
  findings.expect(6, value === filledValue, `order ${id}: fills are worth ${value}, it says ${filledValue}`);
  findings.expect(
    6,
    (status === 'filled') === (remaining === 0),
    `order ${id}: ${status}, ${remaining} left`,
  );
  findings.expect(6, order.isOpen || CLOSED.has(status), `order ${id} is ${status}`);
  findings.expect(
    6,
    !order.isOpen || (status === 'new') === (filled === 0),
    `order ${id}: ${status}, ${filled} filled`,
  );
  const captured = side === 'buy' ? value : BigInt(filled);
  const held = order.isOpen ? BigInt(remaining) * (side === 'buy' ? upper : 1n) : 0n;
  findings.expect(
    2,
    order.initialHold >= captured + held,
    `order ${id} never held what it captured and holds`,
  );
}

function checkTimeInForce(
  { fillsByOrder, placements, sweptUntil }: Evidence,
  order: Order,
  findings: Findings,
): void {
  const { id, timeInForce, isOpen, expiresAt } = order;
  const fills = fillsByOrder.get(id) ?? [];
  const placement = placements.get(id);
  const isOverdue = isOpen && expiresAt !== undefined && expiresAt <= sweptUntil;
  findings.expect(6, !isOverdue, `order ${id} is open after its expiry, and was not swept`);
  if (timeInForce === 'ioc' || timeInForce === 'fok') {
    findings.expect(6, !isOpen, `order ${id} is ${timeInForce} and rests`);
    findings.expect(6, fills.length <= 1, `order ${id} is ${timeInForce} and has ${fills.length} fills`);
  }
  if (timeInForce === 'fok') {
    const isWhole = order.status === 'filled' || fills.length === 0;
    findings.expect(6, isWhole, `order ${id} is fok and filled in part`);
  }
  if (timeInForce === 'gtd' && placement)
    findings.expect(6, expiresAt === placement.expiresAt, `order ${id} expires at ${expiresAt}`);
  if (timeInForce === 'day' && placement) {
    const midnights = [placement.startAt, placement.endAt].map((at) => (Math.floor(at / DAY) + 1) * DAY);
    findings.expect(6, midnights.includes(expiresAt ?? 0), `day order ${id} expires at ${expiresAt}`);
  }
}
