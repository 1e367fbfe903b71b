import * as z from 'zod';
import { FEE_SIDES, type FeeSchedule, isFree } from '../domain/fees';
import { parseMoney } from '../domain/money';

const PER_BASIS_POINT = 100;

const amount = z
  .string()
  .default('0')
  .transform((text, context) => {
    const parsed = parseMoney(text);
    if (typeof parsed === 'bigint') return parsed;
    context.addIssue(`is ${parsed}`);
    return z.NEVER;
  });

const Settings = z
  .object({
    FEE_BASIS_POINTS: z.coerce.number().nonnegative().default(0),
    FEE_PER_SHARE: amount,
    FEE_MINIMUM: amount,
    FEE_SIDES: z.enum(FEE_SIDES).default('both'),
  })
  .transform(
    ({ FEE_BASIS_POINTS, FEE_PER_SHARE, FEE_MINIMUM, FEE_SIDES: sides }): FeeSchedule => ({
      perMillion: Math.round(FEE_BASIS_POINTS * PER_BASIS_POINT),
      perShare: FEE_PER_SHARE,
      minimum: FEE_MINIMUM,
      sides,
    }),
  );

/** The fees of orders placed now, as configured; undefined if trading is free. */
export function feeSchedule(): FeeSchedule | undefined {
  const schedule = Settings.parse(process.env);
  return isFree(schedule) ? undefined : schedule;
}
