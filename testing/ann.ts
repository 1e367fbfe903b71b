// A market with one stock, and Ann who trades there: what most tests of orders begin with.
import type { UserId } from '../functions/domain/ids';
import type { Order } from '../functions/domain/order';
import type { TermsChange } from '../functions/domain/replacement';
import type { Side } from '../functions/domain/side';
import type { Stock } from '../functions/domain/stock';
import { matchTicks } from '../functions/storage/matching/match-ticks';
import { readOrder } from '../functions/storage/queries/read-order';
import { readStock } from '../functions/storage/queries/read-stock';
import { type Cancellation, cancelOrder } from '../functions/storage/transactions/cancel-order';
import { placeOrder } from '../functions/storage/transactions/place-order';
import { replaceOrder } from '../functions/storage/transactions/replace-order';
import * as builders from './builders';
import { UNTIRING } from './patience';
import { openTestStore, type TestStore } from './test-store';
import { wholeTable } from './whole-table';

interface Start {
  /** What Ann pays in. */
  readonly cash: number;
  /** Without one, the stock has no price yet. */
  readonly price?: number;
  readonly availability?: number;
  /** Shares that she has bought at the price, from its tick. */
  readonly held?: number;
}

export async function openMarket({ cash, price, held = 0, availability = held }: Start): Promise<Market> {
  const store = await openTestStore({ retry: UNTIRING });
  const market = new Market(store, new Ann(store, await builders.aUser(store, { cash })));
  if (price === undefined) return market;
  await builders.tick(store, { price, availability });
  if (held > 0) await market.ann.buy({ total: held, upper: price });
  return market;
}

/** A second passes between two ticks. */
export class Market {
  private second = 1;

  constructor(
    readonly store: TestStore,
    readonly ann: Ann,
  ) {}

  async at(price: number, availability = 0): Promise<void> {
    await builders.tick(this.store, { price, availability, at: builders.seconds(this.second++) });
  }

  /** Ticks of one message, with `-c sellLiquidity=availability`. */
  async thinly(...offers: [price: number, availability: number][]): Promise<void> {
    const ticks = offers.map(([price, availability]) =>
      builders.aTick({ price, availability, at: builders.seconds(this.second++) }),
    );
    await matchTicks(this.store, builders.CIB, ticks, { sellLiquidity: 'availability' });
  }

  async stock(): Promise<Stock> {
    const stock = await readStock(this.store, builders.CIB);
    if (!stock) throw new Error('no stock');
    return stock;
  }

  /** Of each entry in the book, in its order: 000 to 126 for bands, 127 for plain entries, 128 for waiting ones. */
  async bands(): Promise<string[]> {
    const keys = Object.keys(await wholeTable(this.store));
    return keys.filter((key) => key.startsWith('BOOK#')).map((key) => key.split('#')[3]?.slice(0, 3) ?? '');
  }
}

type OrderParts = Omit<builders.OrderParts, 'userId'>;
type Named = Pick<Order, 'id'>;

export class Ann {
  constructor(
    private readonly store: TestStore,
    readonly id: UserId,
  ) {}

  async buy(parts: OrderParts = {}): Promise<Order> {
    return await builders.buy(this.store, this.id, parts);
  }

  async sell(parts: OrderParts = {}): Promise<Order> {
    return await builders.sell(this.store, this.id, parts);
  }

  /** An order of any type: unlike `buy` and `sell`, without bounds of its own accord. */
  async place(...order: Parameters<Ann['tryToPlace']>): Promise<Order> {
    return builders.accepted(await this.tryToPlace(...order));
  }

  tryToPlace(side: Side, parts: OrderParts, options = {}): ReturnType<typeof placeOrder> {
    const request = builders.aRequest(side, { ...parts, userId: this.id });
    return placeOrder(this.store, request, { ...builders.OPTIONS, ...options });
  }

  cancel({ id: orderId }: Named, parts: Partial<Cancellation> = {}): ReturnType<typeof cancelOrder> {
    return cancelOrder(this.store, {
      userId: this.id,
      orderId,
      status: 'canceled',
      reason: 'test',
      ...parts,
    });
  }

  replace({ id: orderId }: Named, change: TermsChange): ReturnType<typeof replaceOrder> {
    return replaceOrder(this.store, { userId: this.id, orderId, change }, builders.OPTIONS);
  }

  /** As it is now. */
  async order({ id }: Named): Promise<Order> {
    const order = await readOrder(this.store, this.id, id);
    if (!order) throw new Error('no such order');
    return order;
  }

  async balance() {
    return await builders.balance(this.store, this.id);
  }

  async shares() {
    return await builders.shares(this.store, this.id);
  }
}
