import { type Band, type BookEntry, bandCanMeet, comparePriority, type PriceSpan } from '../../domain/book';
import type { StockId } from '../../domain/ids';
import type { Side } from '../../domain/order';
import type { Stock } from '../../domain/stock';
import { bandPartition, fromBookEntryItem, lastRankMeeting } from '../items/book-entry';
import { queryTable, type RawItem } from '../table/read';
import type { Store } from '../table/store';

/** About one transaction's worth of fills, and with some 200 bytes an entry one read unit. */
const ENTRIES_PER_PAGE = 20;

/**
 * One side of a stock's book in price-time priority, read page by page and only as far as somebody asks. Of all
 * bands in use it reads those that a price of the span can meet, and in each of them no entry whose priority
 * bound lies beyond the whole span.
 */
export class BookSide {
  private readonly merged: BookEntry[] = [];
  private readonly bands: BandReader[];

  constructor(store: Store, stock: Stock, side: Side, span: PriceSpan) {
    const furthest = lastRankMeeting(side, side === 'buy' ? span.lowest : span.highest);
    this.bands = stock.bands[side]
      .filter((band) => bandCanMeet(side, band, span))
      .map((band) => new BandReader(store, stock.id, side, band, furthest));
  }

  /** @returns the entry with `index` others before it, or undefined behind the last one */
  async at(index: number): Promise<BookEntry | undefined> {
    while (this.merged.length <= index) {
      await Promise.all(this.bands.map((band) => band.fill()));
      const next = this.bands.reduce<BandReader | undefined>(earlier, undefined);
      const entry = next?.take();
      if (!entry) return undefined;
      this.merged.push(entry);
    }
    return this.merged[index];
  }
}

function earlier(best: BandReader | undefined, band: BandReader): BandReader | undefined {
  if (!band.head) return best;
  return !best?.head || comparePriority(band.head, best.head) < 0 ? band : best;
}

class BandReader {
  private buffer: BookEntry[] = [];
  private next: RawItem | undefined;
  private isStarted = false;

  constructor(
    private readonly store: Store,
    private readonly stockId: StockId,
    private readonly side: Side,
    private readonly band: Band,
    private readonly furthest: string,
  ) {}

  get head(): BookEntry | undefined {
    return this.buffer[0];
  }

  take(): BookEntry | undefined {
    return this.buffer.shift();
  }

  /** Makes sure that there is a head unless the band is exhausted. */
  async fill(): Promise<void> {
    while (this.buffer.length === 0 && (!this.isStarted || this.next)) {
      const partition = bandPartition(this.stockId, this.side, this.band);
      const page = await queryTable(this.store, {
        partition,
        to: this.furthest,
        limit: ENTRIES_PER_PAGE,
        behind: this.next,
      });
      this.buffer = page.items.map(fromBookEntryItem);
      this.next = page.next;
      this.isStarted = true;
    }
  }
}
