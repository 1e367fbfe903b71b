import {
  type Band,
  type BookEntry,
  bandCanMeet,
  comparePriority,
  isPlainBand,
  type PriceSpan,
} from '../../domain/book';
import type { BandsRead } from '../../domain/book-index';
import type { OrderId, StockId } from '../../domain/ids';
import type { Side } from '../../domain/side';
import type { Stock } from '../../domain/stock';
import { bandPartition, fromBookEntryItem, lastRankMeeting } from '../items/book-entry';
import { queryTable, type RawItem } from '../table/read';
import type { Store } from '../table/store';

/** About one transaction's worth of fills and, with some 200 bytes per entry, one read unit. */
const ENTRIES_PER_PAGE = 20;
/** Pages double in size, so even long bands are read quickly. */
const LARGEST_PAGE = 640;

/**
 * One side of a stock's book in price-time priority, read lazily page by page. Of all bands in use it reads those that
 * a price of the span can meet, and in each of them no entry whose priority bound is beyond the whole span.
 */
export class BookSide {
  private readonly merged: BookEntry[] = [];
  private readonly bands: BandReader[];
  /** Entries moved here by this session, whether committed yet or not. */
  private readonly added = new Map<OrderId, BookEntry>();
  private readonly unmerged: BookEntry[] = [];

  constructor(store: Store, stock: Stock, side: Side, span: PriceSpan) {
    const furthest = lastRankMeeting(side, side === 'buy' ? span.lowest : span.highest);
    this.bands = stock.bands[side]
      .filter((band) => bandCanMeet(side, band, span))
      .map((band) => new BandReader(store, stock.id, side, band, furthest));
  }

  /** @returns the entry at `index`, or undefined past the last one */
  async at(index: number): Promise<BookEntry | undefined> {
    while (this.merged.length <= index) {
      await Promise.all(this.bands.map((band) => band.fill()));
      const next = this.bands.reduce<BandReader | undefined>(earlier, undefined);
      const [own] = this.unmerged;
      if (own && !(next?.head && comparePriority(next.head, own) < 0)) {
        this.merged.push(own);
        this.unmerged.shift();
        continue;
      }
      const entry = next?.take();
      if (!entry) return undefined;
      if (!this.added.has(entry.orderId)) this.merged.push(entry);
    }
    return this.merged[index];
  }

  /**
   * Inserts an entry by its priority, among those already read or ahead of those still unread. It replaces any other
   * entry of the same order.
   */
  move(entry: BookEntry): void {
    this.added.set(entry.orderId, entry);
    for (const queue of [this.merged, this.unmerged]) {
      const index = queue.findIndex(({ orderId }) => orderId === entry.orderId);
      if (index >= 0) queue.splice(index, 1);
    }
    const last = this.merged.at(-1);
    const isBehind = last === undefined || comparePriority(last, entry) < 0;
    const queue = isBehind ? this.unmerged : this.merged;
    queue.splice(queue.findLastIndex((other) => comparePriority(other, entry) < 0) + 1, 0, entry);
  }

  get bandsRead(): BandsRead {
    const entered = new Set([...this.added.values()].map(({ band }) => band));
    const read = this.bands.filter(({ isRead }) => isRead);
    const isUsed = ({ band, isEmpty }: BandReader) => !isEmpty || entered.has(band);
    const [used, empty] = [read.filter(isUsed), read.filter((reader) => !isUsed(reader))];
    return { empty: empty.map(({ band }) => band), used: used.map(({ band }) => band) };
  }
}

function earlier(best: BandReader | undefined, band: BandReader): BandReader | undefined {
  if (!band.head) return best;
  return !best?.head || comparePriority(band.head, best.head) < 0 ? band : best;
}

class BandReader {
  private buffer: BookEntry[] = [];
  private next: RawItem | undefined;
  private pages = 0;
  private found = 0;

  constructor(
    private readonly store: Store,
    private readonly stockId: StockId,
    private readonly side: Side,
    readonly band: Band,
    private readonly furthest: string,
  ) {}

  get head(): BookEntry | undefined {
    return this.buffer[0];
  }

  get isRead(): boolean {
    return this.pages > 0;
  }

  /** For a plain band: whether nothing in it can meet the span. */
  get isEmpty(): boolean {
    return this.found === 0;
  }

  take(): BookEntry | undefined {
    return this.buffer.shift();
  }

  /** Ensures that there is a head, unless the band is exhausted. */
  async fill(): Promise<void> {
    while (this.buffer.length === 0 && (this.pages === 0 || this.next)) {
      const partition = bandPartition(this.stockId, this.side, this.band);
      const page = await queryTable(this.store, {
        partition,
        to: this.upTo,
        limit: Math.min(ENTRIES_PER_PAGE * 2 ** this.pages, LARGEST_PAGE),
        behind: this.next,
      });
      this.buffer = page.items.map(fromBookEntryItem);
      this.next = page.next && String(page.next.SK) <= this.furthest ? page.next : undefined;
      this.pages++;
      this.found += page.items.length;
    }
  }

  private get isPlain(): boolean {
    return isPlainBand(this.side, this.band);
  }

  /** The first page of a removable band is read without a limit, which also shows whether the band is empty. */
  private get upTo(): string | undefined {
    return this.pages === 0 && !this.isPlain ? undefined : this.furthest;
  }
}
