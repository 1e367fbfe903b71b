import { type BookEntry, bookEntryOf, comparePriority, isBeyond, meets } from '../functions/domain/book';
import { type Fill, fillAt, fillableQuantity, isTradable, mayFill, stoodAt } from '../functions/domain/fill';
import type { OrderId, UserId } from '../functions/domain/ids';
import { after, type Instant } from '../functions/domain/instant';
import type { EntryType, LedgerEntry } from '../functions/domain/ledger';
import { type Money, NO_MONEY, negated, plus } from '../functions/domain/money';
import { closed, holdOf, isOpen, type Order } from '../functions/domain/order';
import { type OrderRequest, place } from '../functions/domain/placement';
import { isRejection, type Rejection, reject } from '../functions/domain/rejection';
import { afterTrade, applyTick, type Offer, type Stock } from '../functions/domain/stock';
import { type IncomingTick, priceFor } from '../functions/domain/tick';
import { aStock, entryId } from './arbitraries';
import { anOrderId, NOON } from './builders';

export interface Purse {
  money: { available: bigint; frozen: bigint };
  shares: { available: number; frozen: number };
}

/**
 * One stock and its traders in memory, using the pure domain rules alone. It moves what the rules say and refuses what
 * the table would refuse: nothing may fall below zero.
 */
export class PureMarket {
  now: Instant = NOON;
  stock: Stock = aStock();
  readonly purses = new Map<UserId, Purse>();
  readonly orders = new Map<OrderId, Order>();
  readonly ledger: LedgerEntry[] = [];
  readonly fills: Fill[] = [];

  constructor(private readonly quoteMaxAgeSeconds = 60) {}

  purse(userId: UserId): Purse {
    const purse = this.purses.get(userId) ?? {
      money: { available: 0n, frozen: 0n },
      shares: { available: 0, frozen: 0 },
    };
    this.purses.set(userId, purse);
    return purse;
  }

  deposit(userId: UserId, amount: Money): void {
    this.purse(userId).money.available += amount;
    this.record(userId, 'deposit', amount);
  }

  withdraw(userId: UserId, amount: Money): Rejection | undefined {
    const purse = this.purse(userId);
    if (purse.money.available < amount) return reject('insufficient_funds');
    purse.money.available -= amount;
    this.record(userId, 'withdrawal', negated(amount));
    return undefined;
  }

  place(request: OrderRequest): Order | Rejection {
    const placement = place(request, this.stock, {
      now: this.now,
      quoteMaxAgeSeconds: this.quoteMaxAgeSeconds,
      entryId: entryId(this.ledger.length),
      exitOrderId: anOrderId(),
    });
    if (isRejection(placement)) return placement;
    const { order, fill, stock } = placement;
    const { initial, remaining } = holdOf(order);
    const purse = this.purse(order.userId);
    if (order.side === 'buy' && purse.money.available < initial) return reject('insufficient_funds');
    if (order.side === 'sell' && purse.shares.available < initial) return reject('insufficient_shares');
    hold(purse, order, initial);
    if (fill) this.book(fill);
    const stillHeld = fill ? holdOf(fill.order).remaining : initial;
    hold(purse, order, remaining - stillHeld);
    this.orders.set(order.id, order);
    this.stock = stock;
    return order;
  }

  cancel(orderId: OrderId): Rejection | undefined {
    const order = this.orders.get(orderId);
    if (!order) return reject('order_not_found');
    if (!isOpen(order)) return reject('order_closed');
    this.orders.set(orderId, closed(order, 'canceled', 'by the user', this.now));
    hold(this.purse(order.userId), order, -holdOf(order).remaining);
    return undefined;
  }

  /** @returns the fills, in order */
  tick(tick: IncomingTick): Fill[] {
    const applied = applyTick(this.stock, tick);
    if (applied.outcome === 'unknown') throw new Error('nothing was ever flushed here');
    this.stock = applied.stock;
    const before = this.fills.length;
    if (this.stock.overtaken) this.match('overtaken');
    if (this.stock.unsettled) this.match('quote');
    this.stock = { ...this.stock, overtaken: undefined, unsettled: false };
    return this.fills.slice(before);
  }

  wait(microseconds: number): void {
    this.now = after(this.now, microseconds);
  }

  get openOrders(): Order[] {
    return [...this.orders.values()].filter(isOpen);
  }

  private match(offer: Offer): void {
    for (const side of ['buy', 'sell'] as const) {
      const entries = this.openOrders.filter((order) => order.side === side).map(bookEntryOf);
      for (const entry of entries.sort(comparePriority)) this.meet(offer, entry);
    }
  }

  private meet(offer: Offer, entry: BookEntry): void {
    const quote = this.stock[offer];
    const order = this.orders.get(entry.orderId);
    if (!quote || !isTradable(quote) || !order) return;
    if (
      isBeyond(entry, priceFor(order.side, quote)) ||
      !meets(entry, priceFor(order.side, quote)) ||
      !mayFill(order, this.now)
    )
      return;
    if (offer === 'overtaken' && !stoodAt(order, quote.receivedAt)) return;
    const shares = fillableQuantity(order, quote);
    if (shares === 0) return;
    const fill = fillAt(order, quote, shares, entryId(this.ledger.length), this.now);
    this.orders.set(order.id, fill.order);
    this.stock = afterTrade(this.stock, offer, order.side, shares).stock;
    this.book(fill);
  }

  private book(fill: Fill): void {
    const purse = this.purse(fill.order.userId);
    purse.money.available += fill.money.available;
    purse.money.frozen += fill.money.frozen;
    purse.shares.available += fill.holding.available;
    purse.shares.frozen += fill.holding.frozen;
    this.ledger.push(fill.entry);
    this.fills.push(fill);
  }

  private record(userId: UserId, type: EntryType, amount: Money): void {
    this.ledger.push({ id: entryId(this.ledger.length), type, userId, money: amount, at: this.now });
  }
}

/** @param amount money for a buy, shares for a sell; negative to release it */
function hold(purse: Purse, { side }: Order, amount: bigint): void {
  if (side === 'buy') {
    purse.money.available -= amount;
    purse.money.frozen += amount;
  } else {
    purse.shares.available -= Number(amount);
    purse.shares.frozen += Number(amount);
  }
}

export function sumOf(amounts: readonly Money[]): Money {
  return amounts.reduce(plus, NO_MONEY);
}

export function sharesOf(entry: LedgerEntry): number {
  if (!entry.trade) return 0;
  return entry.type === 'buy' ? entry.trade.shares : -entry.trade.shares;
}
