import { type Account, balanceOf } from '../../domain/account';
import { type Holding, NO_CHANGE, totalShares } from '../../domain/holding';
import type { StockId, UserId } from '../../domain/ids';
import { accountKey } from '../../storage/items/account';
import { holdingKey } from '../../storage/items/holding';
import type { Fault } from './fault';
import { amountText, nameOf } from './wording';

/** What a user's ledger and open buys say the account should be. */
export interface MoneySums {
  readonly ledger: bigint;
  readonly held: bigint;
  readonly openBuys: number;
}

/** What the ledger and open sells of one stock say the holding should be. */
export interface ShareSums {
  readonly ledger: number;
  readonly held: number;
  readonly openSells: number;
  /** Paid for shares, less the cost of those sold; unknown if an entry doesn't state its cost. */
  readonly cost: bigint | undefined;
  /** Profit of sales, as far as their entries state it. */
  readonly realized: bigint;
}

/** @param name the account or holding that the parts belong to */
export function belowZeroFaults(
  name: string,
  parts: Pick<Account | Holding, 'available' | 'frozen'>,
): Fault[] {
  return (['available', 'frozen'] as const)
    .filter((part) => parts[part] < 0)
    .map((part) => {
      const value = parts[part];
      const shown = typeof value === 'bigint' ? amountText(value) : value;
      return { promise: 1, subject: `${name} ${part}`, what: `${name} has ${shown} ${part}.` };
    });
}

export function moneyFaults(userId: UserId, account: Account | undefined, sums: MoneySums): Fault[] {
  const name = nameOf(accountKey(userId));
  if (!account)
    return [
      { promise: 3, subject: `${name} missing`, what: `The user ${userId} has entries but no account.` },
    ];
  const faults: Fault[] = [];
  if (account.frozen !== sums.held) {
    const what = `${name} has ${amountText(account.frozen)} frozen, but its open buys hold ${amountText(sums.held)}.`;
    faults.push({ promise: 2, subject: `${name} frozen`, what });
  }
  if (account.openBuys !== sums.openBuys) {
    const what = `${name} counts ${account.openBuys} open buys, but there are ${sums.openBuys}.`;
    faults.push({ promise: 2, subject: `${name} open`, what });
  }
  const balance = balanceOf(account);
  if (balance !== sums.ledger) {
    const what = `${name} has ${amountText(balance)}, but its ledger sums to ${amountText(sums.ledger)}.`;
    faults.push({ promise: 3, subject: `${name} sum`, what });
  }
  return faults;
}

/** @param holding undefined when there is none, which is equivalent to an empty one */
export function shareFaults(
  userId: UserId,
  stockId: StockId,
  holding: Holding | undefined,
  sums: ShareSums,
): Fault[] {
  const name = nameOf(holdingKey(userId, stockId));
  const [frozen, openSells, total] = holding
    ? [holding.frozen, holding.openSells, totalShares(holding)]
    : [0, 0, 0];
  const { cost, realized } = holding ?? NO_CHANGE;
  const faults: Fault[] = [];
  if (frozen !== sums.held) {
    const what = `${name} has ${frozen} shares frozen, but its open sells hold ${sums.held}.`;
    faults.push({ promise: 2, subject: `${name} frozen`, what });
  }
  if (openSells !== sums.openSells) {
    const what = `${name} counts ${openSells} open sells, but there are ${sums.openSells}.`;
    faults.push({ promise: 2, subject: `${name} open`, what });
  }
  if (total !== sums.ledger) {
    const what = `${name} has ${total} shares, but its ledger sums to ${sums.ledger}.`;
    faults.push({ promise: 3, subject: `${name} sum`, what });
  }
  if (sums.cost !== undefined && cost !== sums.cost) {
    const what = `${name} has a cost of ${amountText(cost)}, but by its ledger it is ${amountText(sums.cost)}.`;
    faults.push({ promise: 3, subject: `${name} cost`, what });
  }
  if (realized !== sums.realized) {
    const what = `${name} has realized ${amountText(realized)}, but by its ledger it is ${amountText(sums.realized)}.`;
    faults.push({ promise: 3, subject: `${name} realized`, what });
  }
  return faults;
}
