import { entriesOf, WAITING } from '../../domain/book';
import { knowsOf, withEntry } from '../../domain/book-index';
import type { StockId } from '../../domain/ids';
import type { Order } from '../../domain/order';
import { quoteFor } from '../../domain/placement';
import { isFresh, isUnfinished, type Stock, TICK_RULES } from '../../domain/stock';
import { isSameTick } from '../../domain/tick';
import { readOrder } from '../queries/read-order';
import { readStock } from '../queries/read-stock';
import { afterCommit } from '../table/after-commit';
import { withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { inTurn } from '../table/turns';
import { commitAlone, draftOf } from './commit-stock';
import { MarketSession } from './market-session';
import { spansOf } from './price-span';

/**
 * Fills an order that was just committed as far as the quote allows: a tick committed concurrently may have missed it,
 * or its own commit may have left it to fill. If the store becomes unavailable, the order is returned as committed,
 * and the stock's next writer does the rest.
 *
 * @param seen the stock with which the order was committed
 */
export async function fillMetQuote(
  store: Store,
  order: Order,
  seen: Stock,
  quoteMaxAgeSeconds: number,
): Promise<Order> {
  return await afterCommit(order, async () => {
    const stock = await findable(store, order, await readStock(store, order.stockId));
    const isKnown = stock?.quote && seen.quote && isSameTick(stock.quote, seen.quote);
    if (!stock || (isKnown && !isUnfinished(stock))) return order;
    if (!quoteFor(order, stock, { now: store.now(), quoteMaxAgeSeconds })) return order;
    await settleStock(store, order.stockId, quoteMaxAgeSeconds);
    return (await readOrder(store, order.userId, order.id)) ?? order;
  });
}

/**
 * A process that was suspended between reading the stock and placing the order, as on a laptop that slept, may have put
 * it into a band that matching has meanwhile ceased to read.
 */
async function findable(store: Store, order: Order, read: Stock | undefined): Promise<Stock | undefined> {
  const resting = entriesOf(order).filter(({ band }) => band !== WAITING);
  if (!read || resting.every((entry) => knowsOf(read, entry))) return read;
  return await withRetry(store.retry, async () => {
    const draft = draftOf((await readStock(store, order.stockId)) ?? read);
    return await commitAlone(store, { ...draft, stock: resting.reduce(withEntry, draft.stock) });
  });
}

/**
 * Fills the orders that the current quote still meets: after a crash in the middle of a tick, or if an order was placed
 * while the tick that meets it was being committed.
 *
 * @throws StoreUnavailable if the retry budget is spent
 */
export async function settleStock(store: Store, stockId: StockId, quoteMaxAgeSeconds: number): Promise<void> {
  await withRetry(store.retry, () =>
    inTurn(store.turns, async (turn) => {
      await turn.take(stockId);
      const stock = await readStock(store, stockId);
      if (stock) await settle(store, stock, quoteMaxAgeSeconds);
    }),
  );
}

/**
 * @returns the stock as last committed, with nothing left to fill
 * @throws VersionConflict
 */
export async function settle(store: Store, stock: Stock, quoteMaxAgeSeconds: number): Promise<Stock> {
  const { quote } = stock;
  if (!quote) return stock;
  const isFreshQuote = isFresh(quote, store.now(), quoteMaxAgeSeconds);
  if (!isUnfinished(stock) && !isFreshQuote) return stock;
  const session = new MarketSession(store, stock, spansOf(stock, []), [], {
    ...TICK_RULES,
    quoteMaxAgeSeconds,
  });
  await session.settle();
  if (isFreshQuote && !stock.unsettled) await session.matchAgain();
  await session.finish();
  return session.committed;
}
