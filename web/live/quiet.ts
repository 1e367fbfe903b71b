import { configuration } from '../api/configuration';
import { formatAge } from '../format/time';
import { now } from './clock';
import type { LiveStock } from './quotes';

/** How old the quote is when it is too old to fill anything at once; undefined while it is not. */
export function quietFor({ receivedAt }: Pick<LiveStock, 'receivedAt'>): string | undefined {
  const { quoteMaxAgeSeconds } = configuration;
  if (receivedAt === null || quoteMaxAgeSeconds === undefined) return undefined;
  const ageMs = now.value - Date.parse(receivedAt);
  return ageMs > quoteMaxAgeSeconds * 1000 ? formatAge(ageMs) : undefined;
}
