/**
 * The simplest possible order book: an array that is sorted anew for every query. It shares no code with the book it
 * is the reference for, not even the type of an order.
 */
export interface NaiveOrder {
  readonly id: string;
  readonly side: 'buy' | 'sell';
  readonly lower: bigint;
  readonly upper: bigint;
  readonly shares: number;
}

export interface NaiveFill {
  readonly id: string;
  readonly shares: number;
}

export class NaiveBook {
  /** In order of arrival, which defines time priority. */
  private readonly arrived: NaiveOrder[] = [];

  add(order: NaiveOrder): void {
    this.arrived.push(order);
  }

  remove(id: string): void {
    const index = this.arrived.findIndex((order) => order.id === id);
    if (index >= 0) this.arrived.splice(index, 1);
  }

  get ids(): string[] {
    return this.arrived.map((order) => order.id);
  }

  /** Price-time priority: the highest-bidding buy or the lowest-asking sell first, then the earlier one. */
  inPriority(side: 'buy' | 'sell'): NaiveOrder[] {
    const waiting = this.arrived.filter((order) => order.side === side);
    waiting.sort((a, b) => {
      const [better, worse] = side === 'buy' ? [a.upper, b.upper] : [b.lower, a.lower];
      if (better > worse) return -1;
      if (better < worse) return 1;
      return this.arrived.indexOf(a) - this.arrived.indexOf(b);
    });
    return waiting;
  }

  meeting(side: 'buy' | 'sell', price: bigint): NaiveOrder[] {
    return this.inPriority(side).filter((order) => order.lower <= price && order.upper >= price);
  }

  /**
   * Which orders a tick fills, and by how much: all buys together up to its availability, every sell in full, as long
   * as its value doesn't exceed the largest amount. A filled order leaves the book; the remainder of a partially filled
   * one keeps its place.
   */
  match(price: bigint, availability: number): NaiveFill[] {
    const fills: NaiveFill[] = [];
    if (price === 0n) return fills;
    let left = availability;
    for (const buy of this.meeting('buy', price)) {
      const shares = Math.min(buy.shares, left);
      if (shares === 0) break;
      left -= shares;
      fills.push({ id: buy.id, shares });
      this.take(buy, shares);
    }
    for (const sell of this.meeting('sell', price)) {
      const shares = Math.min(sell.shares, Number(1_000_000_000_000_000n / price));
      fills.push({ id: sell.id, shares });
      this.take(sell, shares);
    }
    return fills;
  }

  private take(order: NaiveOrder, shares: number): void {
    if (shares === order.shares) this.remove(order.id);
    else this.arrived[this.arrived.indexOf(order)] = { ...order, shares: order.shares - shares };
  }
}
