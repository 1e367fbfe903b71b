import { statisticsOf } from '../functions/domain/stock';
import { fromStockItem } from '../functions/storage/items/stock';
import type { RawItem } from '../functions/storage/table/read';
import type { Store } from '../functions/storage/table/store';
import { wholeTable } from './whole-table';

/**
 * What the table says about money, shares and orders, without ids and versions, which differ for a second attempt: two
 * paths to the same result have the same state.
 */
export async function stateOf(store: Store) {
  const items = Object.values(await wholeTable(store));
  const withSortKey = (prefix: string) => items.filter(({ SK }) => String(SK).startsWith(prefix));
  return {
    accounts: picked(withSortKey('ACCOUNT'), 'userId', 'available', 'frozen'),
    holdings: picked(withSortKey('HOLDING#'), 'userId', 'available', 'frozen', 'cost'),
    orders: picked(
      withSortKey('ORDER#'),
      'side',
      'type',
      'triggeredAt',
      'upperBound',
      'total',
      'remaining',
      'filledValue',
      'initialHold',
      'status',
    ),
    ledger: picked(
      withSortKey('LEDGER#').map((item) => ({ ...item, ...Object(item.fill) })),
      'userId',
      'type',
      'money',
      'shares',
      'price',
    ),
    book: picked(
      items.filter(({ PK }) => String(PK).startsWith('BOOK#')),
      'PK',
      'userId',
      'lower',
      'upper',
      'total',
    ),
    stocks: withSortKey('STOCK')
      .map(fromStockItem)
      .map((stock) => ({
        id: stock.id,
        quote: stock.quote,
        unsettled: stock.unsettled,
        bands: stock.bands,
        statistics: statisticsOf(stock),
      })),
  };
}

export type State = Awaited<ReturnType<typeof stateOf>>;

function picked(items: readonly RawItem[], ...names: string[]): string[] {
  return items.map((item) => names.map((name) => `${name} ${item[name]}`).join(', ')).sort();
}
