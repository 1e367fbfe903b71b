import type { StockId, UserId } from '../../functions/domain/ids';
import { after, fromMilliseconds, type Instant, MICROSECONDS } from '../../functions/domain/instant';
import { quantity } from '../../functions/domain/money';
import { isRejection, type Rejection } from '../../functions/domain/rejection';
import { matchTicks } from '../../functions/storage/matching/match-ticks';
import { listOrders } from '../../functions/storage/queries/list-orders';
import { StoreUnavailable } from '../../functions/storage/table/retry';
import type { Store } from '../../functions/storage/table/store';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../functions/storage/transactions/replace-order';
import { transfer } from '../../functions/storage/transactions/transfer';
import { aRequest, aTick, aUser, CIB, OPTIONS, units } from '../../testing/builders';
import { expiredOrders } from '../../testing/expired-orders';

/** Mulberry32: small, seeded, good enough to mix a workload. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const STOCKS = [CIB, 'b0a9c3de-5b5c-4a0f-8a52-3d6f9d1c7e02' as StockId];

/** A few users and stocks, and everything that may happen to them, picked by a seeded dice. */
export class Market {
  private ticks = 0;
  /** Taken. */
  steps = 0;
  private constructor(
    private readonly store: Store,
    private readonly users: readonly UserId[],
    private readonly random: () => number,
  ) {}

  static async open(store: Store, { seed, users = 4 }: { seed: number; users?: number }): Promise<Market> {
    const opened = await Promise.all(Array.from({ length: users }, () => aUser(store, { cash: 5_000 })));
    const market = new Market(store, opened, seededRandom(seed));
    for (const stockId of STOCKS) await market.tick(stockId);
    return market;
  }

  /** One step. A store that gives up under contention is part of the picture. */
  async step(): Promise<void> {
    this.steps++;
    try {
      await this.pick();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  private async pick(): Promise<Rejection | object | undefined> {
    const { store } = this;
    const [userId, stockId] = [this.one(this.users), this.one(STOCKS)];
    const dice = this.random();
    if (dice < 0.3) return await this.tick(stockId);
    if (dice < 0.55) return await this.place('buy', userId, stockId);
    if (dice < 0.75) return await this.place('sell', userId, stockId);
    if (dice < 0.82) return await transfer(store, { userId, type: 'deposit', amount: units(this.upTo(100)) });
    if (dice < 0.87)
      return await transfer(store, { userId, type: 'withdrawal', amount: units(this.upTo(100)) });
    if (dice < 0.9) return await this.expire();
    const open = await listOrders(store, userId, { status: 'open' }, { limit: 20 });
    if (isRejection(open) || open.results.length === 0) return undefined;
    const { id: orderId } = this.one(open.results);
    if (dice < 0.95)
      return await cancelOrder(store, { userId, orderId, status: 'canceled', reason: 'canceled_by_user' });
    const change = { total: quantity(this.upTo(60)), lowerBound: null };
    return await replaceOrder(store, { userId, orderId, change }, OPTIONS);
  }

  /** One to three ticks, of which some are late and some come twice. */
  private async tick(stockId: StockId): Promise<undefined> {
    const batch = Array.from({ length: this.upTo(3) }, () =>
      aTick({
        stockId,
        name: stockId.slice(0, 4),
        price: 8 + this.upTo(4),
        availability: this.upTo(40),
        at: this.nextTime(),
      }),
    );
    await matchTicks(this.store, stockId, this.random() < 0.2 ? [...batch, ...batch] : batch);
  }

  private nextTime(): Instant {
    this.ticks++;
    const lateness = this.random() < 0.15 ? this.upTo(200) : 0;
    const second = Math.max(1, this.ticks - lateness);
    return after(fromMilliseconds(Date.UTC(2026, 0, 5, 12)), second * MICROSECONDS.second);
  }

  private async place(side: 'buy' | 'sell', userId: UserId, stockId: StockId) {
    const bound = 7 + this.upTo(6);
    const total = this.upTo(side === 'buy' ? 50 : 20);
    const isBounded = side === 'buy' && this.random() < 0.3;
    const timeInForce = this.one(['gtc', 'gtc', 'gtc', 'ioc', 'fok', 'gtd'] as const);
    const lifetime = MICROSECONDS.second * this.upTo(5);
    const request = aRequest(side, {
      userId,
      stockId,
      total,
      timeInForce,
      ...(timeInForce === 'gtd' && { expiresAt: after(this.store.now(), lifetime) }),
      ...(side === 'buy' ? { upper: bound } : { lower: bound }),
      ...(isBounded && { lower: 7 }),
    });
    return await placeOrder(this.store, request, OPTIONS);
  }

  private async expire(): Promise<undefined> {
    for (const order of await expiredOrders(this.store, this.store.now())) {
      const outcome = await cancelOrder(this.store, { ...order, status: 'expired', reason: 'time_in_force' });
      if (isRejection(outcome)) return;
    }
  }

  private one<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.random() * choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  /** From 1 to `largest`. */
  private upTo(largest: number): number {
    return 1 + Math.floor(this.random() * largest);
  }
}
