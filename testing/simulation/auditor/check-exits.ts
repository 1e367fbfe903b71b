import { type Evidence, grouped } from './evidence';
import type { Findings } from './findings';
import type { Order } from './table';

/** A buy that closes with shares bought places one exit, for exactly those; any other buy places none. */
export function checkExits({ table, orders }: Evidence, findings: Findings): void {
  const exits = grouped(
    table.orders.filter(({ parentOrderId }) => parentOrderId !== undefined),
    ({ parentOrderId = '' }) => parentOrderId,
  );
  for (const [parentId, placed] of exits)
    findings.expect(6, orders.has(parentId), `order ${placed[0]?.id} is an exit without a parent`);
  for (const order of table.orders) checkExitsOf(order, exits.get(order.id) ?? [], findings);
}

function checkExitsOf(buy: Order, exits: readonly Order[], findings: Findings): void {
  const { id, side, takeProfit, stopLoss, total, remaining } = buy;
  const isDue = side === 'buy' && (takeProfit ?? stopLoss) !== undefined && !buy.isOpen && remaining < total;
  findings.expect(6, exits.length === Number(isDue), `order ${id} has placed ${exits.length} exits`);
  findings.expect(6, buy.exitOrderId === exits[0]?.id, `order ${id} names an exit other than its own`);
  for (const exit of exits) {
    const isOfSame = exit.userId === buy.userId && exit.stockId === buy.stockId;
    findings.expect(
      6,
      isOfSame && exit.side === 'sell',
      `the exit of order ${id} is for another user, stock or side`,
    );
    const bought = total - remaining;
    findings.expect(6, exit.total === bought, `order ${id} bought ${bought}, its exit sells ${exit.total}`);
    findings.expect(
      2,
      exit.initialHold === BigInt(bought),
      `the exit of order ${id} holds ${exit.initialHold}`,
    );
    const hasTerms = exit.takeProfit === takeProfit && exit.stopLoss === stopLoss;
    findings.expect(6, hasTerms, `the exit of order ${id} has prices other than those requested`);
  }
}
