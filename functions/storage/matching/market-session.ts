import { assert } from '../../domain/assert';
import {
  type BookEntry,
  entriesOf,
  isBeyond,
  isEntryOf,
  meets,
  type PriceSpan,
  triggerOf,
  WAITING,
  woken,
} from '../../domain/book';
import { afterReading, withEntry, withNearest } from '../../domain/book-index';
import { closingWithExit } from '../../domain/exit';
import {
  cameInTime,
  type Fill,
  fillAt,
  fillableQuantity,
  isTradable,
  mayFill,
  stoodAt,
} from '../../domain/fill';
import type { EntryId, OrderId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import type { Money } from '../../domain/money';
import { accepts, hasExpired, isOpen, isReached, type Order } from '../../domain/order';
import type { Side } from '../../domain/side';
import {
  type Applied,
  afterTrade,
  applyTick,
  freshUntil,
  isBehindFlush,
  type Offer,
  offeredTo,
  type Quote,
  type Stock,
  type TickRules,
} from '../../domain/stock';
import { type IncomingTick, priceFor } from '../../domain/tick';
import type { SeenTicks } from '../history/seen-ticks';
import { VersionConflict } from '../table/retry';
import type { Store } from '../table/store';
import { MAX_WRITES } from '../table/transact';
import { BookSide } from './book-side';
import { type ChangedOrder, changeWrites, countWrites, MAX_FILLS, writesOfFill } from './change-writes';
import { commit, type Draft, draftOf } from './commit-stock';
import { LateHistory, WRITES_OF_LATE_TICK } from './late-history';
import { readBookedOrders } from './read-booked-orders';
import { waitingPages } from './waiting-orders';

const SIDES = ['buy', 'sell'] as const satisfies readonly Side[];

/** The order, the entry it waited with, its new entry, and an exit's other entry. */
const WRITES_OF_WAKING = 4;

/** `late` ticks were still matched, `too_late` ones only recorded. */
export type Outcome = 'quoted' | 'late' | 'too_late' | 'duplicate';

/**
 * One writer's work on one stock: applies ticks and matches orders in memory, and commits whenever a transaction is
 * full and at the end. Every commit is consistent by itself: if the session is overtaken or dies, the next one
 * continues from the last commit.
 */
export class MarketSession {
  private draft: Draft;
  private isChanged = false;
  /** What the next commit writes besides the stock. */
  private changes = new Map<OrderId, ChangedOrder>();
  private fills: Fill[] = [];
  private late = new LateHistory();
  /** Whether an order waits that isn't in the table yet. */
  private isHidingStops = false;
  /** When the quote has become too old for orders that came while it was being matched, if it matters. */
  private freshUntil: Instant | undefined;
  private readonly books: Record<Side, BookSide>;
  /** Orders as of the draft. */
  private readonly orders = new Map<OrderId, Order>();

  constructor(
    private readonly store: Store,
    stock: Stock,
    spans: Readonly<Record<Side, PriceSpan>>,
    /** Where the session notes what it has filled and committed, in order. */
    private readonly filled: Fill[],
    private readonly rules: TickRules,
  ) {
    this.draft = draftOf(stock);
    this.books = {
      buy: new BookSide(store, stock, 'buy', spans.buy),
      sell: new BookSide(store, stock, 'sell', spans.sell),
    };
  }

  /** As read, or as last committed by this session. */
  get committed(): Stock {
    return this.draft.read;
  }

  private get stock(): Stock {
    return this.draft.stock;
  }

  /** Finishes what another writer left to fill. */
  async settle(): Promise<void> {
    if (this.stock.overtaken) await this.match('overtaken');
    if (this.stock.unsettled) await this.matchAgain();
  }

  /**
   * Applies a tick and fills the orders it meets.
   *
   * @param tick not one that this session has already taken
   * @param wasSeen looks the tick up in the history as of the stock read; called only for ticks from before the last
   *   flush
   */
  async take(tick: IncomingTick, wasSeen: SeenTicks): Promise<Outcome> {
    const applied = await this.apply(tick, wasSeen);
    // Whatever is open when a new quote is applied meets it, however long the tick was on its way.
    const isNewQuote = applied === 'quoted' || applied === 'quoted_after_flush';
    if (isNewQuote && this.stock.unsettled) await this.match('quote');
    if (applied !== 'late' && applied !== 'late_after_flush') {
      await this.settle();
      return applied === 'duplicate' ? applied : 'quoted';
    }
    const outcome = this.stock.overtaken ? 'late' : 'too_late';
    await this.settle();
    return outcome;
  }

  private async apply(
    tick: IncomingTick,
    wasSeen: SeenTicks,
  ): Promise<Exclude<Applied['outcome'], 'unknown'>> {
    let applied = applyTick(this.stock, tick, this.rules);
    if (applied.outcome === 'unknown') applied = applyTick(this.stock, tick, this.rules, await wasSeen(tick));
    assert(applied.outcome !== 'unknown', 'a tick was looked up and is still unknown');
    if (applied.outcome === 'duplicate') return applied.outcome;
    if ('missed' in applied) {
      if (!this.hasRoomFor(WRITES_OF_LATE_TICK)) {
        await this.commit();
        return await this.apply(tick, async () => false);
      }
      this.late.add(this.stock, tick, applied.missed);
    }
    this.change(applied.stock);
    return applied.outcome;
  }

  /**
   * Fills what a quote meets although it had left nothing to fill: orders may have come meanwhile, or been let in by a
   * late tick. Others in the book may have come when the quote had become too old for them.
   */
  async matchAgain(): Promise<void> {
    this.freshUntil = freshUntil(this.met('quote'), this.rules.quoteMaxAgeSeconds);
    await this.match('quote');
    this.freshUntil = undefined;
  }

  /** Fills the open orders that the offer meets, in price-time priority, up to its availability. */
  async match(offer: Offer): Promise<void> {
    const met = this.met(offer);
    if (isTradable(met)) {
      await this.wake(offer, 'buy');
      await this.wake(offer, 'sell');
      // Reads both sides' first pages concurrently.
      const sides = SIDES.filter((side) => offeredTo(side, met) > 0);
      await Promise.all(sides.map((side) => this.books[side].at(0)));
      await this.matchSide(offer, 'buy');
      await this.matchSide(offer, 'sell');
    }
    if (offer === 'overtaken') this.change({ ...this.stock, overtaken: undefined });
    else if (this.stock.unsettled) this.change({ ...this.stock, unsettled: false });
  }

  async finish(): Promise<void> {
    if (this.isChanged) await this.commit();
  }

  private met(offer: Offer): Quote {
    const met = this.stock[offer];
    assert(met !== undefined, 'the stock has no such offer');
    return met;
  }

  /** Moves orders that waited for this price into the book, triggering those with a stop. */
  private async wake(offer: Offer, side: Side): Promise<void> {
    const price = priceFor(side, this.met(offer));
    const nearest = this.stock.nearest[side];
    if (nearest === undefined || !isReached(side, nearest, price)) return;
    // Waiting orders are read from the table.
    if (this.isHidingStops) await this.commit();
    let stillNearest: Money | undefined;
    for await (const entries of waitingPages(this.store, this.stock, side)) {
      const reached = entries.filter((entry) => isReached(side, triggerOf(entry), price));
      await this.readOrders(reached);
      for (const entry of reached) {
        const order = this.orders.get(entry.orderId);
        // The table still has entries of orders that this session has moved or closed.
        if (!order || (this.changes.has(order.id) && !isEntryOf(order, entry))) continue;
        if (this.mayMeet(offer, order)) await this.enter(offer, entry, order);
        else if (isOpen(order)) stillNearest ??= triggerOf(entry);
      }
      const next = entries[reached.length];
      if (!next) continue;
      stillNearest ??= triggerOf(next);
      break;
    }
    this.change(withNearest(this.stock, side, stillNearest));
  }

  private async enter(offer: Offer, waiting: BookEntry, order: Order): Promise<void> {
    if (!isEntryOf(order, waiting))
      throw new VersionConflict(`order ${order.id} was replaced since the book was read`);
    this.sayUnfinished(offer);
    if (!this.hasRoomFor(WRITES_OF_WAKING)) await this.commit();
    const entered = woken(order, this.store.now());
    this.changeOrder(order, entered);
    this.show(offer, entered);
  }

  /** Makes an order visible to matching at its current entries. */
  private show(offer: Offer, order: Order): void {
    for (const entry of entriesOf(order)) {
      if (entry.band === WAITING) this.isHidingStops = true;
      else this.books[entry.side].move(entry);
      this.change(withEntry(this.stock, entry));
    }
    this.sayMet(offer, order);
  }

  /** An order that a late tick lets in may also meet the quote, which was matched without it. */
  private sayMet(offer: Offer, order: Order): void {
    const { quote } = this.stock;
    if (offer === 'overtaken' && quote && accepts(order, priceFor(order.side, quote)))
      this.sayUnfinished('quote');
  }

  private mayMeet(offer: Offer, order: Order): boolean {
    if (!mayFill(order, this.store.now())) return false;
    if (offer === 'overtaken') return stoodAt(order, this.met(offer).receivedAt);
    return this.freshUntil === undefined || cameInTime(order, this.freshUntil);
  }

  private async matchSide(offer: Offer, side: Side): Promise<void> {
    for (let index = 0; offeredTo(side, this.met(offer)) > 0; index++) {
      const entry = await this.books[side].at(index);
      const quote = this.met(offer);
      if (!entry || isBeyond(entry, priceFor(side, quote))) return;
      if (!this.isCandidate(entry, quote)) continue;
      if (!this.orders.has(entry.orderId)) await this.readOrdersFrom(side, index, quote);
      const order = this.orders.get(entry.orderId);
      if (!order || !this.mayMeet(offer, order)) continue;
      if (!isEntryOf(order, entry))
        throw new VersionConflict(`order ${order.id} was replaced since the book was read`);
      await this.fill(offer, order);
    }
  }

  private isCandidate(entry: BookEntry, quote: Quote): boolean {
    const known = this.orders.get(entry.orderId);
    return (
      meets(entry, priceFor(entry.side, quote)) &&
      !hasExpired(entry, this.store.now()) &&
      (known === undefined || isOpen(known))
    );
  }

  /** Reads the orders likely to fill next in one batch: at most as many as fit into a transaction. */
  private async readOrdersFrom(side: Side, index: number, quote: Quote): Promise<void> {
    const wanted: BookEntry[] = [];
    let shares = 0;
    const room = MAX_FILLS - (this.fills.length % MAX_FILLS);
    for (let ahead = index; wanted.length < room && shares < offeredTo(side, quote); ahead++) {
      const entry = await this.books[side].at(ahead);
      if (!entry || isBeyond(entry, priceFor(side, quote))) break;
      if (this.orders.has(entry.orderId) || !this.isCandidate(entry, quote)) continue;
      wanted.push(entry);
      shares += entry.total;
    }
    await this.readOrders(wanted);
  }

  private async readOrders(entries: readonly BookEntry[]): Promise<void> {
    const unknown = entries.filter(({ orderId }) => !this.orders.has(orderId));
    for (const order of await readBookedOrders(this.store, unknown)) this.orders.set(order.id, order);
  }

  private async fill(offer: Offer, order: Order): Promise<void> {
    this.sayUnfinished(offer);
    const isLate = offer === 'overtaken' || isBehindFlush(this.stock, this.met(offer));
    if (!this.hasRoomFor(writesOfFill(order) + (isLate ? WRITES_OF_LATE_TICK : 0))) await this.commit();
    const quote = this.met(offer);
    const now = this.store.now();
    const fill = fillAt(order, quote, fillableQuantity(order, quote), this.store.newId(now) as EntryId, now);
    this.fills.push(fill);
    const closing = closingWithExit(fill.order, this.store.newId(now) as OrderId, now, this.stock.quote);
    this.changeOrder(order, closing?.order ?? fill.order);
    if (closing) this.changeOrder(undefined, closing.exit);
    if (closing) this.show(offer, closing.exit);
    const { stock, missed } = afterTrade(this.stock, offer, order.side, fill.shares);
    this.late.addVolume(stock, quote, missed, fill.shares);
    this.change(stock);
  }

  /** Marks the quote as unfinished in whatever is committed before matching ends. */
  private sayUnfinished(offer: Offer): void {
    if (offer === 'quote' && !this.stock.unsettled) this.change({ ...this.stock, unsettled: true });
  }

  private hasRoomFor(writes: number): boolean {
    const waiting = countWrites([...this.changes.values()], this.fills);
    return 1 + this.late.size + waiting + writes <= MAX_WRITES;
  }

  private changeOrder(read: Order | undefined, after: Order): void {
    const known = this.changes.get(after.id);
    this.changes.set(after.id, { before: known ? known.before : read, after });
    this.orders.set(after.id, after);
  }

  private change(stock: Stock): void {
    this.draft = { ...this.draft, stock };
    this.isChanged = true;
  }

  private async commit(): Promise<void> {
    const { store, changes, fills, late } = this;
    const draft = { ...this.draft, stock: this.afterReadingBooks() };
    const accompany = async () => {
      const [ofLate, ofChanges] = await Promise.all([
        late.writes(store, draft.read),
        changeWrites(store, [...changes.values()], fills),
      ]);
      return { ...ofLate, ...ofChanges };
    };
    // A conflicting writer is most likely about to commit the stock.
    const committed = await commit(store, draft, accompany, { onConflict: 'refused' });
    if ('refused' in committed)
      throw new VersionConflict(`stock ${draft.read.id}: ${[...committed.refused.keys()].join(', ')}`);
    this.filled.push(...fills);
    this.draft = draftOf(committed.stock);
    [this.isChanged, this.fills, this.late] = [false, [], new LateHistory()];
    this.isHidingStops = false;
    this.changes = new Map();
  }

  private afterReadingBooks(): Stock {
    const now = this.store.now();
    return SIDES.reduce(
      (stock, side) => afterReading(stock, side, this.books[side].bandsRead, now),
      this.stock,
    );
  }
}
