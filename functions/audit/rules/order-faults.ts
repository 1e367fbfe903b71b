import type { LedgerEntry, Trade } from '../../domain/ledger';
import type { Money } from '../../domain/money';
import { isOpen, type Order } from '../../domain/order';
import type { PromiseNumber } from '../../domain/promises';
import { amountText } from '../findings';

/** What the ledger says about one order. */
export interface FillSums {
  count: number;
  shares: number;
  value: bigint;
  lowest: Money;
  highest: Money;
  /** A few of its entries, to name. */
  readonly entries: string[];
}

const ENTRIES_NAMED = 5;

/** @param known the sums of the order's entries read before */
export function withFill(known: FillSums | undefined, trade: Trade, entry: string): FillSums {
  const { price, shares } = trade;
  const sums = known ?? { count: 0, shares: 0, value: 0n, lowest: price, highest: price, entries: [] };
  sums.count++;
  sums.shares += shares;
  sums.value += price * BigInt(shares);
  if (price < sums.lowest) sums.lowest = price;
  if (price > sums.highest) sums.highest = price;
  if (sums.entries.length < ENTRIES_NAMED) sums.entries.push(entry);
  return sums;
}

export interface Fault {
  readonly promise: PromiseNumber;
  readonly what: string;
}

/** What the order says wrong about itself. */
export function ownFaults(order: Order): Fault[] {
  const { side, status, total, remaining, upperBound } = order;
  const filled = total - remaining;
  const faults: string[] = [];
  if (remaining < 0 || remaining > total) faults.push(`has ${remaining} of ${total} shares remaining`);
  if (status === 'new' && filled !== 0) faults.push(`is new and has filled ${filled} shares`);
  if (status === 'partially_filled' && filled <= 0) faults.push('is partially filled and has filled nothing');
  if (isOpen(order) && remaining === 0) faults.push('is open and has nothing remaining');
  if (status === 'filled' && remaining !== 0) faults.push(`is filled and has ${remaining} shares remaining`);
  if ((status === 'canceled' || status === 'expired') && remaining === 0)
    faults.push(`is ${status} and has filled all of its shares`);
  if (status === 'rejected' && filled !== 0) faults.push(`is rejected and has filled ${filled} shares`);
  if (isOpen(order) === (order.closedAt !== undefined))
    faults.push(
      isOpen(order) ? 'is open and has a time of closing' : `is ${status} and has no time of closing`,
    );
  if (side === 'buy' && upperBound === undefined) faults.push('is a buy and has no upper bound');
  return faults.map((fault) => ({ promise: 6, what: `The order ${order.id} ${fault}.` }));
}

/** Where the order and its entries in the ledger disagree. */
export function faultsAgainstFills(order: Order, fills: FillSums | undefined): Fault[] {
  const filled = order.total - order.remaining;
  const [shares, value] = [fills?.shares ?? 0, fills?.value ?? 0n];
  const faults: Fault[] = [];
  if (shares !== filled) {
    const what = `The order ${order.id} says that it filled ${filled} shares, its fills are ${shares}.`;
    faults.push({ promise: 6, what });
  }
  if (value !== order.filledValue) {
    const said = amountText(order.filledValue);
    const what = `The order ${order.id} says that it filled for ${said}, its fills are ${amountText(value)}.`;
    faults.push({ promise: 6, what });
  }
  return fills && !wasReplaced(order, fills) ? [...faults, ...boundFaults(order, fills)] : faults;
}

/**
 * Whether the order had other bounds once, which its earlier fills were within: a resting order is changed by its
 * fills, by being closed, and by nothing else but replacements. An order that never rests can't be replaced.
 */
function wasReplaced({ status, version, timeInForce }: Order, { count }: FillSums): boolean {
  if (timeInForce === 'ioc' || timeInForce === 'fok') return false;
  const closing = status === 'canceled' || status === 'expired' ? 1 : 0;
  return version > 1 + count + closing;
}

function boundFaults({ id, lowerBound, upperBound }: Order, { lowest, highest }: FillSums): Fault[] {
  const faults: Fault[] = [];
  if (lowerBound !== undefined && lowest < lowerBound) {
    const what = `The order ${id} was filled at ${amountText(lowest)}, below its bound ${amountText(lowerBound)}.`;
    faults.push({ promise: 4, what });
  }
  if (upperBound !== undefined && highest > upperBound) {
    const what = `The order ${id} was filled at ${amountText(highest)}, above its bound ${amountText(upperBound)}.`;
    faults.push({ promise: 4, what });
  }
  return faults;
}

/** What is wrong with a ledger entry on its own: its amount must be what its type and trade make it. */
export function entryFault({ type, money, trade }: LedgerEntry): string | undefined {
  if (type === 'deposit' || type === 'withdrawal') {
    return money > 0n === (type === 'deposit') ? undefined : `is a ${type} of ${amountText(money)}`;
  }
  if (!trade) return `is a ${type} without a trade`;
  const value = trade.price * BigInt(trade.shares);
  if (trade.shares <= 0) return `is a ${type} of ${trade.shares} shares`;
  if (money === (type === 'buy' ? -value : value)) return undefined;
  return `moves ${amountText(money)}, its trade is worth ${amountText(value)}`;
}
