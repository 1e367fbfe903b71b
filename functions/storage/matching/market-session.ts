import { type BookEntry, bookEntryOf, isBeyond, meets, type PriceSpan } from '../../domain/book';
import { type Fill, fillAt, fillableQuantity, isTradable, mayFill } from '../../domain/fill';
import type { EntryId, OrderId } from '../../domain/ids';
import { NO_SHARES } from '../../domain/money';
import { hasExpired, isOpen, type Order, type Side } from '../../domain/order';
import { type Applied, afterTrade, applyTick, type Quote, type Stock } from '../../domain/stock';
import type { IncomingTick } from '../../domain/tick';
import { Overtaken } from '../table/retry';
import type { Store } from '../table/store';
import { BookSide } from './book-side';
import { commit, type Draft, draftOf } from './commit-stock';
import { fillWrites, MAX_FILLS } from './fill-writes';
import { LateTicks, MAX_LATE_TICKS } from './late-ticks';
import { readBookedOrders } from './read-booked-orders';

/**
 * One writer's work on one stock: it applies ticks and matches orders in memory, and commits whenever a
 * transaction is full and at the end. Everything it commits holds on its own: when it is overtaken or dies, the
 * next session goes on from the last commit.
 */
export class MarketSession {
  private draft: Draft;
  private isChanged = false;
  private fills: Fill[] = [];
  private late = new LateTicks();
  private readonly books: Record<Side, BookSide>;
  /** Orders as the draft has them. */
  private readonly orders = new Map<OrderId, Order>();

  constructor(
    private readonly store: Store,
    stock: Stock,
    span: PriceSpan,
    /** Where the session notes what it has filled and committed, in order. */
    private readonly filled: Fill[],
  ) {
    this.draft = draftOf(stock);
    this.books = {
      buy: new BookSide(store, stock, 'buy', span),
      sell: new BookSide(store, stock, 'sell', span),
    };
  }

  /** As this session sees it. */
  get stock(): Stock {
    return this.draft.stock;
  }

  /** As it was read, or as this session committed it last. */
  get committed(): Stock {
    return this.draft.read;
  }

  /**
   * @param tick not one that this session has applied already
   * @param wasStored looks the tick up in the history as of the stock that was read; only asked about ticks from
   * before the last flush
   */
  async apply(
    tick: IncomingTick,
    wasStored: (tick: IncomingTick) => Promise<boolean>,
  ): Promise<Applied['outcome']> {
    const now = this.store.now();
    let applied = applyTick(this.stock, tick, now);
    if (applied.outcome === 'unknown') {
      applied = applyTick(this.stock, tick, now, await wasStored(tick));
    }
    if (applied.outcome === 'late_after_flush') await this.keepLate(tick, applied);
    else if (applied.outcome !== 'duplicate' && applied.outcome !== 'unknown') this.change(applied.stock);
    return applied.outcome;
  }

  /** Fills every open order that the quote meets, by price-time priority, as far as its availability goes. */
  async match(): Promise<void> {
    const { quote } = this.stock;
    if (quote && isTradable(quote)) {
      // Both sides' first pages in one wait.
      await Promise.all([quote.left > 0 && this.books.buy.at(0), this.books.sell.at(0)]);
      await this.matchSide('buy', quote);
      await this.matchSide('sell', quote);
    }
    if (this.stock.unsettled) this.change({ ...this.stock, unsettled: false });
  }

  async finish(): Promise<void> {
    if (this.isChanged) await this.commit();
  }

  private async matchSide(side: Side, quote: Quote): Promise<void> {
    for (let index = 0; side === 'sell' || this.left > 0; index++) {
      const entry = await this.books[side].at(index);
      if (!entry || isBeyond(entry, quote.price)) return;
      if (!this.isCandidate(entry, quote)) continue;
      if (!this.orders.has(entry.orderId)) await this.readOrdersFrom(side, index, quote);
      const order = this.orders.get(entry.orderId);
      if (!order || !mayFill(order, this.store.now())) continue;
      if (!isPlaceOf(order, entry))
        throw new Overtaken(`order ${order.id} was replaced since the book was read`);
      await this.fill(order);
    }
  }

  private get left(): number {
    return this.stock.quote?.left ?? NO_SHARES;
  }

  private isCandidate(entry: BookEntry, quote: Quote): boolean {
    const known = this.orders.get(entry.orderId);
    return (
      meets(entry, quote.price) &&
      !hasExpired(entry, this.store.now()) &&
      (known === undefined || isOpen(known))
    );
  }

  /** Reads the orders that will likely fill next in one batch, and hardly more: as many as fit into a transaction. */
  private async readOrdersFrom(side: Side, index: number, quote: Quote): Promise<void> {
    const wanted: BookEntry[] = [];
    let shares = 0;
    const room = MAX_FILLS - this.fills.length || MAX_FILLS;
    for (let ahead = index; wanted.length < room && (side === 'sell' || shares < this.left); ahead++) {
      const entry = await this.books[side].at(ahead);
      if (!entry || isBeyond(entry, quote.price)) break;
      if (this.orders.has(entry.orderId) || !this.isCandidate(entry, quote)) continue;
      wanted.push(entry);
      shares += entry.total;
    }
    for (const order of await readBookedOrders(this.store, wanted)) this.orders.set(order.id, order);
  }

  private async fill(order: Order): Promise<void> {
    if (this.fills.length === MAX_FILLS || this.late.count > 0) await this.commit({ unsettled: true });
    const { quote } = this.stock;
    if (!quote) return;
    const now = this.store.now();
    const fill = fillAt(order, quote, fillableQuantity(order, quote), this.store.newId(now) as EntryId, now);
    this.fills.push(fill);
    this.orders.set(order.id, fill.order);
    this.change(afterTrade(this.stock, order.side, fill.shares));
  }

  private async keepLate(
    tick: IncomingTick,
    applied: Applied & { outcome: 'late_after_flush' },
  ): Promise<void> {
    if (this.late.count === MAX_LATE_TICKS || this.fills.length > 0) {
      await this.commit();
      await this.apply(tick, async () => false);
      return;
    }
    this.late.add(tick, applied.missed);
    this.change(applied.stock);
  }

  private change(stock: Stock): void {
    this.draft = { ...this.draft, stock };
    this.isChanged = true;
  }

  private async commit({ unsettled = false } = {}): Promise<void> {
    const { store, fills, late } = this;
    const draft = { ...this.draft, stock: { ...this.stock, unsettled } };
    const committed = await commit(store, draft, () =>
      late.count > 0 ? late.writes(store, draft.read) : fillWrites(store, fills),
    );
    if ('refused' in committed)
      throw new Overtaken(`stock ${draft.read.id}: ${[...committed.refused.keys()].join(', ')}`);
    this.filled.push(...fills);
    [this.draft, this.isChanged, this.fills, this.late] = [
      draftOf(committed.stock),
      false,
      [],
      new LateTicks(),
    ];
  }
}

/** An entry never changes, and an order does not keep it when a replacement moves it elsewhere in the book. */
function isPlaceOf(order: Order, entry: BookEntry): boolean {
  const { priority, lower, upper } = bookEntryOf(order);
  return priority === entry.priority && lower === entry.lower && upper === entry.upper;
}
