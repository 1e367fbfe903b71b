import { assert } from '../../domain/assert';
import {
  type BookEntry,
  isBeyond,
  isPlaceOf,
  meets,
  type PriceSpan,
  placesOf,
  triggerOf,
  WAITING,
  woken,
} from '../../domain/book';
import { closingWithExit } from '../../domain/exit';
import { type Fill, fillAt, fillableQuantity, isTradable, mayFill, stoodAt } from '../../domain/fill';
import type { EntryId, OrderId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import { accepts, hasExpired, isOpen, isReached, type Order, type Side } from '../../domain/order';
import {
  type Applied,
  afterTrade,
  applyTick,
  isBehindFlush,
  type Offer,
  offeredTo,
  type Quote,
  type Stock,
  type TickRules,
  withEntry,
  withNearest,
  withoutBands,
} from '../../domain/stock';
import type { IncomingTick } from '../../domain/tick';
import type { SeenTicks } from '../history/seen-ticks';
import { Overtaken } from '../table/retry';
import type { Store } from '../table/store';
import { MAX_WRITES } from '../table/transact';
import { BookSide } from './book-side';
import { changeWrites, countWrites, MAX_FILLS, type OrderChange, writesOfFill } from './change-writes';
import { commit, type Draft, draftOf } from './commit-stock';
import { LateHistory, WRITES_OF_LATE_TICK } from './late-history';
import { readBookedOrders } from './read-booked-orders';
import { waitingPages } from './waiting-orders';

const SIDES = ['buy', 'sell'] as const satisfies readonly Side[];

/** The order, its entry where it has waited, the one in the book, and the other one of an exit. */
const WRITES_OF_WAKING = 4;

/** What became of a tick: `late` ones were matched all the same, and `too_late` ones only recorded. */
export type Outcome = 'quoted' | 'late' | 'too_late' | 'duplicate';

/**
 * One writer's work on one stock: it applies ticks and matches orders in memory, and commits whenever a
 * transaction is full and at the end. Everything it commits holds on its own: when it is overtaken or dies, the
 * next session goes on from the last commit.
 */
export class MarketSession {
  private draft: Draft;
  private isChanged = false;
  /** What the next commit writes besides the stock. */
  private changes = new Map<OrderId, OrderChange>();
  private fills: Fill[] = [];
  private late = new LateHistory();
  /** Whether an order waits that the table does not know of yet. */
  private isHidingStops = false;
  private readonly books: Record<Side, BookSide>;
  /** Orders as the draft has them. */
  private readonly orders = new Map<OrderId, Order>();

  constructor(
    private readonly store: Store,
    stock: Stock,
    span: PriceSpan,
    /** Where the session notes what it has filled and committed, in order. */
    private readonly filled: Fill[],
    private readonly rules?: TickRules,
  ) {
    this.draft = draftOf(stock);
    this.books = {
      buy: new BookSide(store, stock, 'buy', span),
      sell: new BookSide(store, stock, 'sell', span),
    };
  }

  /** As it was read, or as this session committed it last. */
  get committed(): Stock {
    return this.draft.read;
  }

  private get stock(): Stock {
    return this.draft.stock;
  }

  /** Fills what somebody else has left to fill. */
  async settle(): Promise<void> {
    if (this.stock.overtaken) await this.match('overtaken');
    if (this.stock.unsettled) await this.match('quote');
  }

  /**
   * Applies a tick and fills what it fills.
   *
   * @param tick not one that this session has taken already
   * @param wasSeen looks the tick up in the history as of the stock that was read; only asked about ticks from
   * before the last flush
   */
  async take(tick: IncomingTick, wasSeen: SeenTicks): Promise<Outcome> {
    const applied = await this.apply(tick, wasSeen);
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
    assert(applied.outcome !== 'unknown', 'whether a tick was seen is known when it was looked up');
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

  /** Fills every open order that the offer meets, by price-time priority, as far as its availability goes. */
  async match(offer: Offer): Promise<void> {
    const met = this.met(offer);
    if (isTradable(met)) {
      await this.wake(offer, 'buy');
      await this.wake(offer, 'sell');
      // Both sides' first pages in one wait.
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
    assert(met !== undefined, 'what is matched is there');
    return met;
  }

  /** Brings into the book the orders that have waited for this price, triggered where they had to be. */
  private async wake(offer: Offer, side: Side): Promise<void> {
    const { price } = this.met(offer);
    const nearest = this.stock.nearest[side];
    if (nearest === undefined || !isReached(side, nearest, price)) return;
    // Who waits is read from the table.
    if (this.isHidingStops) await this.commit();
    let stillNearest: Money | undefined;
    for await (const entries of waitingPages(this.store, this.stock, side)) {
      const reached = entries.filter((entry) => isReached(side, triggerOf(entry), price));
      await this.readOrders(reached);
      for (const entry of reached) {
        const order = this.orders.get(entry.orderId);
        // The table still has the entries of orders that this session has moved or closed.
        if (!order || (this.changes.has(order.id) && !isPlaceOf(order, entry))) continue;
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
    if (!isPlaceOf(order, waiting))
      throw new Overtaken(`order ${order.id} was replaced since the book was read`);
    this.sayUnfinished(offer);
    if (!this.hasRoomFor(WRITES_OF_WAKING)) await this.commit();
    const entered = woken(order, this.store.now());
    this.changeOrder(order, entered);
    this.show(offer, entered);
  }

  /** Has an order found where it lies now. */
  private show(offer: Offer, order: Order): void {
    for (const entry of placesOf(order)) {
      if (entry.band === WAITING) this.isHidingStops = true;
      else this.books[entry.side].move(entry);
      this.change(withEntry(this.stock, entry));
    }
    this.sayMet(offer, order);
  }

  /** What a late tick has let in meets the quote as well, which has been matched without it. */
  private sayMet(offer: Offer, order: Order): void {
    const { quote } = this.stock;
    if (offer === 'overtaken' && quote && accepts(order, quote.price)) this.sayUnfinished('quote');
  }

  private mayMeet(offer: Offer, order: Order): boolean {
    if (!mayFill(order, this.store.now())) return false;
    return offer === 'quote' || stoodAt(order, this.met(offer).receivedAt);
  }

  private async matchSide(offer: Offer, side: Side): Promise<void> {
    for (let index = 0; offeredTo(side, this.met(offer)) > 0; index++) {
      const entry = await this.books[side].at(index);
      const quote = this.met(offer);
      if (!entry || isBeyond(entry, quote.price)) return;
      if (!this.isCandidate(entry, quote)) continue;
      if (!this.orders.has(entry.orderId)) await this.readOrdersFrom(side, index, quote);
      const order = this.orders.get(entry.orderId);
      if (!order || !this.mayMeet(offer, order)) continue;
      if (!isPlaceOf(order, entry))
        throw new Overtaken(`order ${order.id} was replaced since the book was read`);
      await this.fill(offer, order);
    }
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
    const room = MAX_FILLS - (this.fills.length % MAX_FILLS);
    for (let ahead = index; wanted.length < room && shares < offeredTo(side, quote); ahead++) {
      const entry = await this.books[side].at(ahead);
      if (!entry || isBeyond(entry, quote.price)) break;
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

  /** What is committed before an offer is matched to its end says that it is not. */
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
    const draft = { ...this.draft, stock: this.withoutEmptyBands() };
    const accompany = async () => {
      const [ofLate, ofChanges] = await Promise.all([
        late.writes(store, draft.read),
        changeWrites(store, [...changes.values()], fills),
      ]);
      return { ...ofLate, ...ofChanges };
    };
    // Whoever is in the way is most likely about to commit the stock.
    const committed = await commit(store, draft, accompany, { onConflict: 'refused' });
    if ('refused' in committed)
      throw new Overtaken(`stock ${draft.read.id}: ${[...committed.refused.keys()].join(', ')}`);
    this.filled.push(...fills);
    this.draft = draftOf(committed.stock);
    [this.isChanged, this.fills, this.late] = [false, [], new LateHistory()];
    this.isHidingStops = false;
    this.changes = new Map();
  }

  private withoutEmptyBands(): Stock {
    const { buy, sell } = this.books;
    return withoutBands(withoutBands(this.stock, 'buy', buy.emptyBands), 'sell', sell.emptyBands);
  }
}
