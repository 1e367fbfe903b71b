import { type Evidence, grouped } from './evidence';
import type { Findings } from './findings';
import type { Order } from './table';

/** A buy that has closed with shares bought leaves one exit behind, for exactly those; any other buy leaves none. */
export function checkExits({ table, orders }: Evidence, findings: Findings): void {
  const exits = grouped(
    table.orders.filter(({ parentOrderId }) => parentOrderId !== undefined),
    ({ parentOrderId = '' }) => parentOrderId,
  );
  for (const [parentId, placed] of exits)
    findings.expect(6, orders.has(parentId), `order ${placed[0]?.id} is the exit of no order`);
  for (const order of table.orders) checkExitsOf(order, exits.get(order.id) ?? [], findings);
}

function checkExitsOf(buy: Order, exits: readonly Order[], findings: Findings): void {
  const { id, side, takeProfit, stopLoss, total, remaining } = buy;
  const isDue = side === 'buy' && (takeProfit ?? stopLoss) !== undefined && !buy.isOpen && remaining < total;
  findings.expect(6, exits.length === Number(isDue), `order ${id} has left ${exits.length} exits`);
  findings.expect(6, buy.exitOrderId === exits[0]?.id, `order ${id} names another exit than its own`);
  for (const exit of exits) {
    const isOfSame = exit.userId === buy.userId && exit.stockId === buy.stockId;
    findings.expect(6, isOfSame && exit.side === 'sell', `the exit of order ${id} is another's`);
    const bought = total - remaining;
    findings.expect(6, exit.total === bought, `order ${id} bought ${bought}, its exit sells ${exit.total}`);
    findings.expect(
      2,
      exit.initialHold === BigInt(bought),
      `the exit of order ${id} holds ${exit.initialHold}`,
    );
    const hasTerms = exit.takeProfit === takeProfit && exit.stopLoss === stopLoss;
    findings.expect(6, hasTerms, `the exit of order ${id} has other prices than the order asked for`);
  }
}
