/**
 * A market as docs/orders.md describes it, in the plainest way there is: one list of orders, looked through from the
 * start at every tick. It shares no code with the market it is the reference for. Every sell finds a buyer.
 */
export interface NaiveRequest {
  readonly side: 'buy' | 'sell';
  readonly shares: number;
  readonly lower: bigint;
  readonly upper: bigint;
  /** It can't fill before the price has come to this. */
  readonly stop?: bigint | undefined;
  /** Of a sell: it fills at this price or above, or by its stop. */
  readonly profit?: bigint | undefined;
  /** Of a buy: what is sold, and how, once it has bought all that it wants. */
  readonly exit?: { readonly stop?: bigint | undefined; readonly profit?: bigint | undefined } | undefined;
}

export interface NaiveState {
  readonly left: number;
  readonly paid: bigint;
  readonly isTriggered: boolean;
}

interface Standing extends NaiveRequest {
  readonly name: string;
  left: number;
  paid: bigint;
  isTriggered: boolean;
}

export class NaiveMarket {
  /** In the order in which they came. */
  private readonly all: Standing[] = [];
  private quote: { price: bigint; left: number } | undefined;

  place(name: string, request: NaiveRequest): void {
    this.all.push({ ...request, name, left: request.shares, paid: 0n, isTriggered: false });
    this.match();
  }

  tick(price: bigint, availability: number): void {
    this.quote = { price, left: availability };
    this.match();
  }

  cancel(name: string): void {
    const order = this.all.find((each) => each.name === name && each.left > 0);
    if (!order) return;
    const bought = order.shares - order.left;
    order.left = 0;
    if (bought > 0) this.leaveExit(order, bought);
  }

  states(): Map<string, NaiveState> {
    return new Map(
      this.all.map(({ name, left, paid, isTriggered }) => [name, { left, paid, isTriggered }] as const),
    );
  }

  private match(): void {
    const { quote } = this;
    if (!quote) return;
    for (const order of this.all) this.trigger(order, quote.price);
    for (const buy of this.inPriority('buy')) this.fill(buy, quote.left);
    for (const order of this.all) this.trigger(order, quote.price);
    for (const sell of this.inPriority('sell')) this.fill(sell, sell.left);
  }

  private trigger(order: Standing, price: bigint): void {
    const { side, stop, left } = order;
    if (left === 0 || stop === undefined) return;
    if (side === 'buy' ? price >= stop : price <= stop) order.isTriggered = true;
  }

  private inPriority(side: 'buy' | 'sell'): Standing[] {
    const able = this.all.filter((order) => order.side === side && order.left > 0 && this.accepts(order));
    const rank = (order: Standing) => (side === 'buy' ? -order.upper : lowest(order));
    return able.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  }

  private accepts(order: Standing): boolean {
    const price = this.quote?.price ?? 0n;
    const isLive = order.stop === undefined || order.isTriggered || order.profit !== undefined;
    return isLive && lowest(order) <= price && price <= order.upper;
  }

  private fill(order: Standing, offered: number): void {
    const { quote } = this;
    const shares = Math.min(order.left, offered);
    if (!quote || shares === 0) return;
    order.left -= shares;
    order.paid += quote.price * BigInt(shares);
    if (order.side === 'buy') quote.left -= shares;
    if (order.left === 0) this.leaveExit(order, order.shares);
  }

  private leaveExit({ name, exit, upper }: Standing, shares: number): void {
    if (!exit) return;
    const sell = { side: 'sell', shares, lower: 0n, upper: upper * 1_000_000n, ...exit } as const;
    this.all.push({ ...sell, name: `exit of ${name}`, left: shares, paid: 0n, isTriggered: false });
  }
}

/** What a sell asks at least: its profit until it is triggered. */
function lowest({ lower, profit, isTriggered }: Standing): bigint {
  return profit !== undefined && !isTriggered ? profit : lower;
}
