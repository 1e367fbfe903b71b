import type { Evidence } from './evidence';
import { collared, sharesOf, stopOf } from './evidence';
import { feesDue, heldByOpen } from './fees';
import type { Findings } from './findings';
import type { Order } from './table';
import { priceAt } from './ticks';

const CLOSED = new Set(['filled', 'canceled', 'expired', 'rejected']);
const DAY = 86_400_000_000;

/** Promise 6: an order's own figures are what its fills add up to. */
export function checkOrders(evidence: Evidence, findings: Findings): void {
  for (const order of evidence.table.orders) {
    checkOrder(evidence, order, findings);
    checkTimeInForce(evidence, order, findings);
  }
}

function checkOrder(evidence: Evidence, order: Order, findings: Findings): void {
  const { id, total, remaining, status, filledValue, side } = order;
  const { fees } = evidence.journal;
  const fills = evidence.fillsByOrder.get(id) ?? [];
  const filled = sharesOf(fills);
  const value = fills.reduce((sum, { price, shares }) => sum + price * BigInt(shares), 0n);
  findings.expect(
    6,
    filled + remaining === total,
    `order ${id}: ${filled} filled, ${remaining} of ${total} left`,
  );
  findings.expect(
    6,
    value === filledValue,
    `order ${id}: its fills are worth ${value}, but it claims ${filledValue}`,
  );
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
  checkStop(evidence, order, filled, findings);
  const charged = fills.reduce((sum, { fee }) => sum + fee, 0n);
  const due = feesDue(fees, side, value, filled);
  findings.expect(3, charged === due, `order ${id}: its fills were charged ${charged}, not ${due}`);
  const captured = side === 'buy' ? value + due : BigInt(filled);
  const held = order.isOpen ? heldByOpen(fees, order) : 0n;
  findings.expect(
    2,
    order.initialHold >= captured + held,
    `order ${id} held less than it captured and still holds`,
  );
}

/** An order's trigger, and the bound that a market buy was given. */
function checkStop({ ticksByStock }: Evidence, order: Order, filled: number, findings: Findings): void {
  const { id, side, type, stop, upper, triggeredAt, takeProfit } = order;
  const hasStop = stopOf(order, side) !== undefined;
  findings.expect(6, hasStop || triggeredAt === undefined, `order ${id} is triggered without a stop`);
  const mayFill = !hasStop || triggeredAt !== undefined || (side === 'sell' && takeProfit !== undefined);
  findings.expect(6, mayFill || filled === 0, `order ${id} was never triggered and has ${filled} filled`);
  if (side === 'sell') return;
  const ticks = ticksByStock.get(order.stockId)?.ticks ?? [];
  if (type === 'stop') findings.expect(2, upper === collared(stop), `order ${id} holds ${upper} for ${stop}`);
  if (type === 'market') {
    const isAround = ticks.some((tick) => upper === collared(priceAt('buy', tick)));
    findings.expect(2, isAround, `order ${id} holds ${upper}, which isn't the collar of any tick`);
  }
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
  findings.expect(6, !isOverdue, `order ${id} is still open after its expiry`);
  if (timeInForce === 'ioc' || timeInForce === 'fok') {
    findings.expect(6, !isOpen, `order ${id} is ${timeInForce} but rests`);
    findings.expect(6, fills.length <= 1, `order ${id} is ${timeInForce} but has ${fills.length} fills`);
  }
  if (timeInForce === 'fok') {
    const isWhole = order.status === 'filled' || fills.length === 0;
    findings.expect(6, isWhole, `order ${id} is fok but partially filled`);
  }
  if (timeInForce === 'gtd' && placement)
    findings.expect(6, expiresAt === placement.expiresAt, `order ${id} expires at ${expiresAt}`);
  if (timeInForce === 'day' && placement) {
    const midnights = [placement.startAt, placement.endAt].map((at) => (Math.floor(at / DAY) + 1) * DAY);
    findings.expect(6, midnights.includes(expiresAt ?? 0), `day order ${id} expires at ${expiresAt}`);
  }
}
