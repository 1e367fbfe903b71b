// Lambda's event filters, as far as the template uses them: nested properties, values, and prefixes of values.
import * as z from 'zod';
import { NotSupported } from '../assembly/not-supported';

export type Matches = (record: unknown) => boolean;

const Values = z.array(z.union([z.string(), z.strictObject({ prefix: z.string() })]));
const Properties = z.record(z.string(), z.unknown());

/** @throws NotSupported for a pattern beyond what is supported, so no record is ever left out by mistake */
export function recordFilter(patterns: unknown[]): Matches {
  const matchers = patterns.map(parsePattern);
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
}

function parsePattern(pattern: unknown): Matches {
  const values = Values.safeParse(pattern);
  if (values.success) return (value) => values.data.some((allowed) => isAllowed(allowed, value));
  const properties = Properties.safeParse(pattern);
  if (!properties.success || Array.isArray(pattern))
    throw new NotSupported(`The filter ${JSON.stringify(pattern)} is not supported by the local host.`);
  const inner = Object.entries(properties.data).map(([name, value]) => ({
    name,
    matches: parsePattern(value),
  }));
  return (record) => {
    const given = Properties.safeParse(record);
    return given.success && inner.every(({ name, matches }) => matches(given.data[name]));
  };
}

function isAllowed(allowed: z.infer<typeof Values>[number], value: unknown): boolean {
  if (typeof allowed === 'string') return value === allowed;
  return typeof value === 'string' && value.startsWith(allowed.prefix);
}
