import type { Trade } from '../../domain/ledger';
import { type Money, NO_MONEY } from '../../domain/money';

/** What the ledger says about one order. */
export interface FillSums {
  readonly count: number;
  readonly shares: number;
  readonly value: bigint;
  readonly fees: bigint;
  /** Whether a fill's fee used up its whole value. */
  readonly isCapped: boolean;
  readonly lowest: Money;
  readonly highest: Money;
  /** A few of its entries, to be named in a report. */
  readonly entries: readonly string[];
}

const ENTRIES_NAMED = 5;

/** @param known the sums over the order's entries read so far */
export function withFill(
  known: FillSums | undefined,
  { price, shares, fee = NO_MONEY }: Trade,
  entry: string,
): FillSums {
  const sums = known ?? {
    count: 0,
    shares: 0,
    value: 0n,
    fees: 0n,
    isCapped: false,
    lowest: price,
    highest: price,
    entries: [],
  };
  return {
    count: sums.count + 1,
    shares: sums.shares + shares,
    value: sums.value + price * BigInt(shares),
    fees: sums.fees + fee,
    isCapped: sums.isCapped || fee === price * BigInt(shares),
    lowest: price < sums.lowest ? price : sums.lowest,
    highest: price > sums.highest ? price : sums.highest,
    entries: sums.entries.length < ENTRIES_NAMED ? [...sums.entries, entry] : sums.entries,
  };
}
