import type { StockId } from '../../domain/ids';
import type { Stock } from '../../domain/stock';
import { fromStockItem, stockKey } from '../items/stock';
import { getItem } from '../table/read';
import type { Store } from '../table/store';

export async function readStock(store: Store, stockId: StockId): Promise<Stock | undefined> {
  const item = await getItem(store, stockKey(stockId));
  return item && fromStockItem(item);
}
