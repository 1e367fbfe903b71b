import { feesOn } from '../../domain/fees';
import type { OrderId } from '../../domain/ids';
import { feesPaid, type Order } from '../../domain/order';
import type { Fault } from './fault';
import type { FillSums } from './fill-sums';
import { amountText } from './wording';

/** How an order and its fills in the ledger disagree. */
export function fillsFaults(order: Order, fills: FillSums | undefined): Fault[] {
  const faults = sumFaults(order, fills);
  return fills && !wasReplaced(order, fills) ? [...faults, ...boundFaults(order, fills)] : faults;
}

export function strayFillsFault(orderId: OrderId): Fault {
  const what = `There are fills of the order ${orderId}, which does not exist.`;
  return { promise: 6, subject: `${orderId} missing`, what };
}

function sumFaults(order: Order, fills: FillSums | undefined): Fault[] {
  const { id, total, remaining, filledValue } = order;
  const filled = total - remaining;
  const [shares, value] = [fills?.shares ?? 0, fills?.value ?? 0n];
  const faults: Fault[] = [];
  if (shares !== filled) {
    const what = `The order ${id} claims ${filled} filled shares, but its fills add up to ${shares}.`;
    faults.push({ promise: 6, subject: `${id} shares`, what });
  }
  if (value !== filledValue) {
    const said = amountText(filledValue);
    const what = `The order ${id} claims fills worth ${said}, but its fills add up to ${amountText(value)}.`;
    faults.push({ promise: 6, subject: `${id} value`, what });
  }
  const [paid, charged] = [feesPaid(order), fills?.fees ?? 0n];
  if (charged !== paid) {
    const what = `The order ${id} claims fees of ${amountText(paid)}, but its fills add up to ${amountText(charged)}.`;
    faults.push({ promise: 3, subject: `${id} fees`, what });
  }
  const due = feesOn(order.feeSchedule, order.side, filledValue, filled);
  const mayBeLess = order.side === 'sell' && fills?.isCapped === true;
  if (paid > due || (paid < due && !mayBeLess)) {
    const what = `The order ${id} was charged ${amountText(paid)}, but its fees are ${amountText(due)}.`;
    faults.push({ promise: 3, subject: `${id} due`, what });
  }
  return faults;
}

/**
 * Whether the order once had other bounds, which its earlier fills respected: only fills, its trigger, closing and
 * replacements change a resting order. An order that never rests can't be replaced.
 */
function wasReplaced(order: Order, { count }: FillSums): boolean {
  const { status, version, timeInForce, triggeredAt, agreedAt } = order;
  if (timeInForce === 'ioc' || timeInForce === 'fok') return false;
  const closing = status === 'canceled' || status === 'expired' ? 1 : 0;
  const triggering = triggeredAt === undefined ? 0 : 1;
  return agreedAt !== undefined || version > 1 + count + closing + triggering;
}

function boundFaults(order: Order, { lowest, highest }: FillSums): Fault[] {
  const { id, side, upperBound, exit, triggeredAt } = order;
  const takeProfit = side === 'sell' && triggeredAt === undefined ? exit?.takeProfit : undefined;
  const lowerBound = takeProfit ?? order.lowerBound;
  const faults: Fault[] = [];
  if (lowerBound !== undefined && lowest < lowerBound) {
    const what = `The order ${id} was filled at ${amountText(lowest)}, below its bound ${amountText(lowerBound)}.`;
    faults.push({ promise: 4, subject: `${id} lower bound`, what });
  }
  if (upperBound !== undefined && highest > upperBound) {
    const what = `The order ${id} was filled at ${amountText(highest)}, above its bound ${amountText(upperBound)}.`;
    faults.push({ promise: 4, subject: `${id} upper bound`, what });
  }
  return faults;
}
