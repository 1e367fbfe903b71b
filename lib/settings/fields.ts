import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';

/** Kinds of settings. On the command line every value arrives as a string. */

export const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce
    .number(`expected a whole number from ${minimum} to ${maximum}`)
    .int(`expected a whole number from ${minimum} to ${maximum}`)
    .min(minimum, `expected a whole number from ${minimum} to ${maximum}`)
    .max(maximum, `expected a whole number from ${minimum} to ${maximum}`);

export const percent = (minimum: number, maximum: number) => {
  const expected = `expected a percentage from ${minimum} to ${maximum} with at most 2 decimals`;
  return z.coerce.number(expected).min(minimum, expected).max(maximum, expected).multipleOf(0.01, expected);
};

export const flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')],
  'expected true or false',
);

// CloudWatch Logs accepts these lengths only; RetentionDays is a TypeScript enum, hence its two-way keys.
const retentionLengths = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days < RetentionDays.INFINITE,
);
export const logRetention = z.coerce
  .number()
  .transform((days) => retentionLengths.find((length) => length === days))
  .refine((length) => length !== undefined, `expected one of ${retentionLengths.join(', ')} days`);

// The filter is quoted in the topic rule's SQL: MQTT's own rules, minus quotes and AWS's `$` topics.
export const topicFilter = z
  .string()
  .max(256, 'expected at most 256 characters')
  .regex(
    /^(?!\$)(?:[\w .:-]+|\+)(?:\/(?:[\w .:-]+|\+))*(?:\/#)?$/,
    'expected an MQTT topic filter such as thndr-trading/#',
  );

const origin = z
  .string()
  .regex(/^(?:\*|https?:\/\/[\w.-]+(?::\d+)?)$/, 'expected * or origins such as https://example.com');
export const origins = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').filter((entry) => entry !== '') : value),
  z.array(origin),
);

export const orNothing = (minimum: number, maximum: number) =>
  z
    .union(
      [z.literal(''), wholeNumber(minimum, maximum)],
      `expected nothing or a whole number from ${minimum} to ${maximum}`,
    )
    .default('');

export const amount = z.coerce
  .string()
  .regex(/^\d{1,6}(?:\.\d{1,4})?$/, 'expected an amount below 1000000 with at most 4 decimals');
