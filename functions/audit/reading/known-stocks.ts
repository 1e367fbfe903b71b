import type { BookEntry } from '../../domain/book';
import type { StockId } from '../../domain/ids';
import { hasBand, type Stock } from '../../domain/stock';
import { readStock } from '../../storage/queries/read-stock';
import type { Store } from '../../storage/table/store';

const MAX_STOCKS = 1_000;

/** Stocks as an audit has seen them. Only what was there is believed: what is missing is read again. */
export class KnownStocks {
  private readonly stocks = new Map<StockId, Stock>();

  constructor(private readonly store: Store) {}

  async useBand({ stockId, side, band }: Pick<BookEntry, 'stockId' | 'side' | 'band'>): Promise<boolean> {
    const known = this.stocks.get(stockId);
    if (known && hasBand(known, side, band)) return true;
    const stock = await readStock(this.store, stockId);
    if (!stock) return false;
    if (this.stocks.size >= MAX_STOCKS) this.stocks.clear();
    this.stocks.set(stockId, stock);
    return hasBand(stock, side, band);
  }
}
