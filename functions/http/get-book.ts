import { reject } from '../domain/rejection';
import { readBook } from '../storage/matching/read-book';
import { readStock } from '../storage/queries/read-stock';
import { readUsernames } from '../storage/queries/read-usernames';
import { bookView } from '../views/book';
import { serve } from './edge/serve';

export const handler = serve('get-book', async ({ store, path, query }) => {
  const stock = await readStock(store, path.stock_id);
  if (!stock) return reject('stock_not_found');
  const book = await readBook(store, stock, query.side, query.limit);
  const owners = [...book.next, ...book.waiting].map(({ userId }) => userId);
  return bookView(book, await readUsernames(store, owners));
});
