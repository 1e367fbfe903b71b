import type { Fill } from './fill';
import type { StockId, UserId } from './ids';
import type { LedgerEntry } from './ledger';
import {
  averageOf,
  type Money,
  minus,
  money,
  NO_MONEY,
  NO_SHARES,
  plus,
  type Quantity,
  quantity,
} from './money';
import { isOpen } from './order';

/** The cost of the shares held, by the average-cost method. */
export interface Basis {
  /** Rounded up to a whole amount. Together with the cost of sold shares it is exactly what was paid. */
  readonly cost: Money;
  /** By how much the cost is rounded up, in 1/{@link EXACT} of 0.0001: averages are computed from the exact cost. */
  readonly costExcess: bigint;
}

export interface Holding extends Basis {
  readonly userId: UserId;
  readonly stockId: StockId;
  readonly available: Quantity;
  /** Held by open sells, Σ remaining, and for the exits of open buys. */
  readonly frozen: Quantity;
  /** Profit of all sales since ledger entries have stated their cost. */
  readonly realized: Money;
  readonly openSells: number;
}

/** Finer than a double can resolve. */
const EXACT_DECIMALS = 18;
const EXACT = 10n ** BigInt(EXACT_DECIMALS);

export function totalShares(holding: Pick<Holding, 'available' | 'frozen'>): Quantity {
  return quantity(holding.available + holding.frozen);
}

export function averagePrice(holding: Holding): number {
  return averageOf(exactCost(holding), totalShares(holding), EXACT_DECIMALS);
}

function exactCost({ cost, costExcess }: Basis): bigint {
  return cost * EXACT - costExcess;
}

/** Sold shares take their share of the cost with them, which leaves the average unchanged. */
export function afterSale(basis: Basis, held: Quantity, shares: Quantity): Basis {
  const exact = (exactCost(basis) * BigInt(held - shares)) / BigInt(held);
  const cost = money((exact + EXACT - 1n) / EXACT);
  return { cost, costExcess: cost * EXACT - exact };
}

/** The change that fills make to a holding, and their ledger entries, which state the cost of sold shares. */
export interface HoldingUpdate {
  readonly change: Omit<Holding, 'userId' | 'stockId'>;
  readonly entries: readonly LedgerEntry[];
}

export const NO_CHANGE: HoldingUpdate['change'] = {
  ...{ available: NO_SHARES, frozen: NO_SHARES, openSells: 0 },
  ...{ cost: NO_MONEY, costExcess: 0n, realized: NO_MONEY },
};

/**
 * @param fills of one holding, in order
 * @returns undefined if the holding doesn't have the shares sold
 */
export function holdingUpdate(
  holding: Holding | undefined,
  fills: readonly Fill[],
): HoldingUpdate | undefined {
  let basis: Basis = holding ?? NO_CHANGE;
  let held = holding ? totalShares(holding) : NO_SHARES;
  const before = basis;
  let change = NO_CHANGE;
  const entries: LedgerEntry[] = [];
  for (const fill of fills) {
    const left = basisAfter(fill, basis, held);
    if (!left) return undefined;
    const cost = minus(basis.cost, left.cost);
    const isSale = fill.order.side === 'sell';
    entries.push(isSale ? withCost(fill.entry, cost) : fill.entry);
    change = {
      ...change,
      available: quantity(change.available + fill.holding.available),
      frozen: quantity(change.frozen + fill.holding.frozen),
      realized: isSale ? plus(change.realized, minus(fill.entry.money, cost)) : change.realized,
      openSells: change.openSells - Number(isSale && !isOpen(fill.order)),
    };
    held = quantity(held + fill.holding.available + fill.holding.frozen);
    basis = left;
  }
  const cost = minus(basis.cost, before.cost);
  return { change: { ...change, cost, costExcess: basis.costExcess - before.costExcess }, entries };
}

function basisAfter({ order, entry, shares }: Fill, basis: Basis, held: Quantity): Basis | undefined {
  if (order.side === 'buy') return { ...basis, cost: minus(basis.cost, entry.money) };
  return held < shares ? undefined : afterSale(basis, held, shares);
}

function withCost(entry: LedgerEntry, cost: Money): LedgerEntry {
  return entry.trade ? { ...entry, trade: { ...entry.trade, cost } } : entry;
}
