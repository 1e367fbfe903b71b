import type { StockId } from '../../domain/ids';
import { type Rejection, reject } from '../../domain/rejection';
import { isQuoteAhead, isUnfinished, type Quote, type Stock, withoutQuote } from '../../domain/stock';
import { commitAlone, draftOf } from '../matching/commit-stock';
import { settle } from '../matching/settle-stock';
import { readStock } from '../queries/read-stock';
import { withRetry } from '../table/retry';
import type { Store } from '../table/store';

export interface Revocation {
  readonly stock: Stock;
  /** Missing if the stock had no quote. */
  readonly revoked?: Quote | undefined;
}

export interface RevocationOptions {
  readonly quoteMaxAgeSeconds: number;
  readonly maxClockSkewSeconds: number;
}

/**
 * Revokes a stock's quote from the future, which makes every tick with a correct timestamp late: the next tick becomes
 * the quote. The fills of the revoked tick stand, so it stays recorded.
 */
export async function revokeQuote(
  store: Store,
  stockId: StockId,
  { quoteMaxAgeSeconds, maxClockSkewSeconds }: RevocationOptions,
): Promise<Revocation | Rejection> {
  let attempted: Quote | undefined;
  return await withRetry(store.retry, async () => {
    const read = await readStock(store, stockId);
    if (!read) return reject('stock_not_found');
    // It may be gone by our own commit, whose response was lost.
    if (!read.quote) return { stock: read, revoked: attempted };
    if (!isQuoteAhead(read, store.now(), maxClockSkewSeconds)) return reject('quote_not_ahead');
    const settled = isUnfinished(read) ? await settle(store, read, quoteMaxAgeSeconds) : read;
    const draft = draftOf(settled);
    attempted = settled.quote;
    const stock = await commitAlone(store, { ...draft, stock: withoutQuote(draft.stock) });
    return { stock, revoked: settled.quote };
  });
}
