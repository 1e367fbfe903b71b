/** The simulation's own decimal arithmetic: amounts are counted in 1/10,000 of the currency unit. */

const SCALE = 4;

/** @returns the exact number of units of a JSON number or decimal string */
export function unitsOf(amount: number | string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(String(amount)) ?? [];
  if (whole === undefined) throw new Error(`${amount} is not an amount with at most ${SCALE} decimals`);
  const units = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -units : units;
}

export function decimalOf(units: bigint | number): string {
  const digits = String(units).padStart(SCALE + 1, '0');
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
}
