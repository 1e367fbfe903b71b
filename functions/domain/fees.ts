import { type Money, money, NO_MONEY } from './money';
import type { Side } from './side';

export const FEE_SIDES = ['both', 'buy', 'sell'] as const;

/** The cost of trading. An order keeps the schedule it was placed under, whatever is configured later. */
export interface FeeSchedule {
  /** In hundredths of a basis point of the traded value. */
  readonly perMillion: number;
  readonly perShare: Money;
  /** Per order, once any of it fills. */
  readonly minimum: Money;
  /** The sides that pay. */
  readonly sides: (typeof FEE_SIDES)[number];
}

const MILLION = 1_000_000n;

/** Total fees of an order filled this far, rounded once. */
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
