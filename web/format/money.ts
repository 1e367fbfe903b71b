/** Amounts as people read them: two decimals, up to four where the value has them, and a real minus sign. */

const MINUS = '−';
export const UNKNOWN = 'unknown';

const formatters = new Map<string, Intl.NumberFormat>();

function formatted(value: number, least: number, most: number): string {
  const key = `${least}-${most}`;
  const formatter =
    formatters.get(key) ??
    new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
  formatters.set(key, formatter);
  const text = formatter.format(Math.abs(value));
  // What rounds to nothing has no sign.
  const isNothing = !/[1-9]/.test(text);
  return value < 0 && !isNothing ? `${MINUS}${text}` : text;
}

export type Amount = number | null | undefined;

export function isKnown(value: Amount): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

export function formatMoney(value: Amount, decimals = 2): string {
  return isKnown(value) ? formatted(value, decimals, Math.max(decimals, 4)) : UNKNOWN;
}

/** With its sign, also where it is a gain. */
export function formatGain(value: Amount): string {
  if (!isKnown(value)) return UNKNOWN;
  return value > 0 ? `+${formatMoney(value)}` : formatMoney(value);
}

/** A quotient such as an average has as many digits as a double; two tell it, four where it is below one. */
export function formatAverage(value: Amount): string {
  return isKnown(value) ? formatted(value, 2, value < 1 ? 4 : 2) : UNKNOWN;
}

/** @param share of one: 0.0131 is 1.31% */
export function formatPercent(share: Amount): string {
  return isKnown(share) ? `${formatted(share * 100, 2, 2)}%` : UNKNOWN;
}

export function formatShares(count: Amount): string {
  return isKnown(count) ? formatted(count, 0, 0) : UNKNOWN;
}

/** `45 shares`, `1 share` */
export function inShares(count: number): string {
  return `${formatShares(count)} ${count === 1 ? 'share' : 'shares'}`;
}

/** How many decimals a column of these prices needs: at least two, at most four. */
export function decimalsOf(prices: readonly Amount[]): number {
  const needed = prices.filter(isKnown).map((price) => (String(price).split('.')[1] ?? '').length);
  return Math.min(4, Math.max(2, ...needed));
}

/** What an amount in a field says, as typed: digits with a point, commas between thousands allowed. */
export function typedAmount(text: string): string {
  return text.replace(/[,\s]/g, '');
}

/** The number that it is on the wire. Up to four decimals of what an amount may be, a double tells apart. */
export function amountTyped(text: string): number {
  return Number(typedAmount(text));
}
