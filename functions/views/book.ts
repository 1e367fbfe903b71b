import type * as z from 'zod';
import type * as answers from '../contract/operations/answers';
import type { UserId } from '../domain/ids';
import type { Order } from '../domain/order';
import type { ReadBook } from '../storage/matching/read-book';
import { amountOrNull } from './money';
import { orderView } from './order';

export function bookView(
  { stock, next, waiting, hasMore }: ReadBook,
  usernames: ReadonlyMap<UserId, string>,
): z.input<typeof answers.book> {
  const view = (order: Order) => ({ ...orderView(order), user: usernames.get(order.userId) ?? null });
  return {
    stock_id: stock.id,
    name: stock.name,
    price: amountOrNull(stock.quote?.price),
    results: next.map(view),
    waiting: waiting.map(view),
    has_more: hasMore,
  };
}
