import type { BookEntry } from '../../domain/book';
import { knowsOf } from '../../domain/book-index';
import type { StockId } from '../../domain/ids';
import type { Stock } from '../../domain/stock';
import { readStock } from '../../storage/queries/read-stock';
import type { Store } from '../../storage/table/store';

const MAX_STOCKS = 1_000;

/** A cache of the stocks an audit has read. Only hits are trusted: anything missing is read again. */
export class KnownStocks {
  private readonly stocks = new Map<StockId, Stock>();

  constructor(private readonly store: Store) {}

  async knowOf(entry: BookEntry): Promise<boolean> {
    const { stockId } = entry;
    const known = this.stocks.get(stockId);
    if (known && knowsOf(known, entry)) return true;
    const stock = await readStock(this.store, stockId);
    if (!stock) return false;
    if (this.stocks.size >= MAX_STOCKS) this.stocks.clear();
    this.stocks.set(stockId, stock);
    return knowsOf(stock, entry);
  }
}
