import { type Money, money, NO_MONEY } from './money';

type Side = 'buy' | 'sell';

export const FEE_SIDES = ['both', 'buy', 'sell'] as const;

/** What trading costs. It is agreed when an order is placed and stays with it, whatever is set afterwards. */
export interface FeeSchedule {
  /** In hundredths of a basis point, of what changes hands. */
  readonly perMillion: number;
  readonly perShare: Money;
  /** Of an order that fills at all. */
  readonly minimum: Money;
  /** Who pays. */
  readonly sides: (typeof FEE_SIDES)[number];
}

const MILLION = 1_000_000n;

/** What an order comes to that has filled so much. What is rounded is rounded once. */
export function feesOn(schedule: FeeSchedule | undefined, side: Side, value: Money, shares: number): Money {
  if (!schedule || shares === 0 || (schedule.sides !== 'both' && schedule.sides !== side)) return NO_MONEY;
  const { perMillion, perShare, minimum } = schedule;
  const ofValue = (value * BigInt(perMillion) + MILLION / 2n) / MILLION;
  const computed = ofValue + perShare * BigInt(shares);
  return money(computed > minimum ? computed : minimum);
}

export function isFree({ perMillion, perShare, minimum }: FeeSchedule): boolean {
  return perMillion === 0 && perShare === 0n && minimum === 0n;
}
