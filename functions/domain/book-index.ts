// What a stock knows of its book: the bands that matching reads, and how near to the price orders wait.
import { type Band, type BookEntry, isPlainBand, triggerOf, WAITING } from './book';
import { after, type Instant, MICROSECONDS } from './instant';
import type { Money } from './money';
import { isReached } from './order';
import type { Side } from './side';
import type { Stock } from './stock';

/**
 * How long a band is read after it was first found empty. Until then an order may enter it that was checked against the
 * stock as it was before; no function runs for more than a quarter of that.
 */
export const EMPTY_BANDS_STAY_SECONDS = 3_600;

/** Whether matching looks where the entry is. */
export function knowsOf(stock: Stock, entry: BookEntry): boolean {
  const { side, band } = entry;
  if (band !== WAITING) return hasBand(stock, side, band);
  const nearest = stock.nearest[side];
  return nearest !== undefined && isReached(side, nearest, triggerOf(entry));
}

/** Whether an entry must be committed with the stock: matching doesn't look there yet, or may soon stop doing so. */
export function mustLearnOf(stock: Stock, entry: BookEntry): boolean {
  const { side, band } = entry;
  return band === WAITING || stock.emptySince[side].has(band) || !knowsOf(stock, entry);
}

export function withEntry(stock: Stock, entry: BookEntry): Stock {
  const { side, band } = entry;
  if (band !== WAITING) return withBand(stock, side, band);
  return knowsOf(stock, entry) ? stock : withNearest(stock, side, triggerOf(entry));
}

export function withNearest(stock: Stock, side: Side, nearest: Money | undefined): Stock {
  return { ...stock, nearest: { ...stock.nearest, [side]: nearest } };
}

export function hasBand(stock: Stock, side: Side, band: Band): boolean {
  return stock.bands[side].includes(band);
}

/** Matching reads the band, and nobody has found it empty. */
export function withBand(stock: Stock, side: Side, band: Band): Stock {
  const known = withoutMark(stock, side, band);
  if (hasBand(known, side, band)) return known;
  const bands = { ...known.bands, [side]: [...known.bands[side], band].sort((a, b) => a - b) };
  return { ...known, bands };
}

/** Which of the bands that were read contain nothing, and which do. */
export interface BandsRead {
  readonly empty: readonly Band[];
  readonly used: readonly Band[];
}

/** Forgets bands that have been empty for long. They still are: orders have to tell the stock when they enter them. */
export function afterReading(stock: Stock, side: Side, { empty, used }: BandsRead, now: Instant): Stock {
  const before = stock.emptySince[side];
  const removable = empty.filter((band) => !isPlainBand(side, band));
  const forgotten = new Set(removable.filter((band) => hasBeenLong(before.get(band), now)));
  const unmarked = removable.filter((band) => !before.has(band));
  const filled = new Set(used.filter((band) => before.has(band)));
  if (forgotten.size + unmarked.length + filled.size === 0) return stock;
  const since = new Map([...before].filter(([band]) => !forgotten.has(band) && !filled.has(band)));
  for (const band of unmarked) since.set(band, now);
  const bands = stock.bands[side].filter((band) => !forgotten.has(band));
  return {
    ...stock,
    bands: { ...stock.bands, [side]: bands },
    emptySince: { ...stock.emptySince, [side]: since },
  };
}

function hasBeenLong(since: Instant | undefined, now: Instant): boolean {
  return since !== undefined && now >= after(since, EMPTY_BANDS_STAY_SECONDS * MICROSECONDS.second);
}

function withoutMark(stock: Stock, side: Side, band: Band): Stock {
  if (!stock.emptySince[side].has(band)) return stock;
  const since = new Map(stock.emptySince[side]);
  since.delete(band);
  return { ...stock, emptySince: { ...stock.emptySince, [side]: since } };
}
