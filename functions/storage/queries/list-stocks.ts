import type { Stock } from '../../domain/stock';
import { STOCKS_LIST } from '../items/keys';
import { fromStockItem, stockIdOfKey, stockKey } from '../items/stock';
import { type ListResult, listIndex, type PageRequest } from '../table/list';
import { getItems } from '../table/read';
import type { Store } from '../table/store';

/** Stocks by name. The index projects only their keys, so a tick doesn't write to it. */
export async function listStocks(
  store: Store,
  { prefix }: { prefix?: string | undefined },
  page: PageRequest,
): Promise<ListResult<Stock>> {
  const stretch = { partition: STOCKS_LIST, prefix: prefix?.toLowerCase() };
  return await listIndex(store, stretch, page, async (items) => {
    const stockIds = items.map(stockIdOfKey);
    const stocks = (await getItems(store, stockIds.map(stockKey))).map(fromStockItem);
    return stockIds.flatMap((stockId) => stocks.find((stock) => stock.id === stockId) ?? []);
  });
}
