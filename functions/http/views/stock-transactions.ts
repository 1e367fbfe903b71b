import type * as z from 'zod';
import type * as answers from '../../contract/stocks/answers';
import type { LedgerEntry } from '../../domain/ledger';
import { readUsernames } from '../../storage/queries/read-usernames';
import type { Store } from '../../storage/table/store';
import { transactionView } from '../../views/transaction';
import type { Caller } from '../edge/caller';

/** Hidden from others: the order, and what it cost or gained. */
const HIDDEN = { order_id: null, fee: null, cost: null, realized_profit: null };

/** Everyone may see a stock's fills; only the owner and administrators see whose they are. */
export async function stockTransactionsView(
  store: Store,
  caller: Caller,
  fills: readonly LedgerEntry[],
): Promise<z.input<typeof answers.stockTransaction>[]> {
  const visible = fills.filter((fill) => caller.isAdmin || fill.userId === caller.userId);
  const usernames = await readUsernames(
    store,
    visible.map((fill) => fill.userId),
  );
  return fills.map((fill) => {
    const user = usernames.get(fill.userId);
    const view = transactionView(fill);
    return user === undefined ? { ...view, ...HIDDEN } : { ...view, user };
  });
}
