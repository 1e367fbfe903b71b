import { type LedgerEntry, tickOf } from '../../domain/ledger';
import { priceFor } from '../../domain/tick';
import type { Fault } from './fault';
import { amountText } from './wording';

/** Checks a ledger entry by itself: its amount must follow from its type and its trade. */
export function entryFault(entry: LedgerEntry): Fault | undefined {
  const wrong = whatIsWrong(entry);
  if (wrong === undefined) return undefined;
  return { promise: 3, subject: `entry ${entry.id}`, what: `The ledger entry ${entry.id} ${wrong}.` };
}

function whatIsWrong({ type, money, trade }: LedgerEntry): string | undefined {
  if (type === 'deposit' || type === 'withdrawal') {
    return money > 0n === (type === 'deposit') ? undefined : `is a ${type} of ${amountText(money)}`;
  }
  if (!trade) return `is a ${type} without a trade`;
  const value = trade.price * BigInt(trade.shares);
  if (trade.shares <= 0) return `is a ${type} of ${trade.shares} shares`;
  const { fee = 0n } = trade;
  if (fee < 0n) return `has a fee of ${amountText(fee)}`;
  if (money === (type === 'buy' ? -value - fee : value - fee)) return undefined;
  return `moves ${amountText(money)}, but its trade is worth ${amountText(value)}`;
}

/** A fill is at what its tick was for its side. That the tick is on record is checked over the index. */
export function priceFault({ id, type, trade }: LedgerEntry): Fault | undefined {
  if (!trade || (type !== 'buy' && type !== 'sell')) return undefined;
  const due = priceFor(type, tickOf(trade));
  if (trade.price === due) return undefined;
  const what = `The fill ${id} is at ${amountText(trade.price)}, but its tick was at ${amountText(due)} for a ${type}.`;
  return { promise: 4, subject: `price ${id}`, what };
}

/** Promise 5 is checked over the index, so it would miss a fill that the index lacks. */
export function listingFault({ id }: LedgerEntry, isListed: boolean): Fault | undefined {
  if (isListed) return undefined;
  return { promise: 5, subject: `listing ${id}`, what: `The fill ${id} is not listed under its stock.` };
}
