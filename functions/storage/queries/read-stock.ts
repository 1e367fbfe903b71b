import type { StockId } from '../../domain/ids';
import type { Stock } from '../../domain/stock';
import { fromStockItem, stockKey } from '../items/stock';
import { getItem } from '../read';
import type { Store } from '../store';

export async function readStock(store: Store, stockId: StockId): Promise<Stock | undefined> {
  const item = await getItem(store, stockKey(stockId));
  return item && fromStockItem(item);
}
