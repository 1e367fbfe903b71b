import type { OrderId, UserId } from '../functions/domain/ids';
import { quantity } from '../functions/domain/money';
import type { Order } from '../functions/domain/order';
import type { OrderRequest } from '../functions/domain/placement';
import { matchTicks } from '../functions/storage/matching/match-ticks';
import type { RawItem } from '../functions/storage/table/read';
import type { RetryPolicy } from '../functions/storage/table/retry';
import type { Store } from '../functions/storage/table/store';
import { cancelOrder } from '../functions/storage/transactions/cancel-order';
import { placeOrder } from '../functions/storage/transactions/place-order';
import { replaceOrder } from '../functions/storage/transactions/replace-order';
import { revokeQuote } from '../functions/storage/transactions/revoke-quote';
import { transfer } from '../functions/storage/transactions/transfer';
import { accepted, aRequest, aTick, aUser, buy, CIB, OPTIONS, seconds, sell, tick, units } from './builders';
import { UNTIRING } from './patience';
import { remembering } from './remembering';
import { openTestStore, type TestStore } from './test-store';
import { copyInto, wholeTable } from './whole-table';

/** A small market with something to do for each operation, built once and copied for each test. */
export interface Scene {
  readonly items: Record<string, RawItem>;
  readonly ann: UserId;
  readonly waiting: OrderId;
  /** A stop that has not been triggered, an exit, and a buy with an exit that has bought a part. */
  readonly stop: OrderId;
  readonly exit: OrderId;
  readonly bracket: OrderId;
}

export async function paintScene(): Promise<Scene> {
  const store = await openTestStore({ retry: UNTIRING });
  const ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 10 });
  await buy(store, ann, { total: 10, upper: 20 });
  await sell(store, ann, { total: 3, lower: 60 });
  const { id } = await buy(store, ann, { total: 10, upper: 10 });
  for (let count = 0; count < 22; count++) await buy(store, ann, { total: 1, upper: 9 });
  const stop = await enter(store, aRequest('buy', { userId: ann, total: 2, type: 'stop', stop: 25 }));
  const exiting = { userId: ann, total: 2, takeProfit: 70, stopLoss: 12 };
  const exit = await enter(store, aRequest('sell', { type: 'exit', ...exiting }));
  const bracketing = { userId: ann, total: 6, upper: 19.5, takeProfit: 65, stopLoss: 5 };
  const bracket = await enter(store, aRequest('buy', bracketing));
  await tick(store, { price: 19, availability: 4, at: seconds(0.7) });
  await matchTicks(
    store,
    CIB,
    Array.from({ length: 30 }, (_, index) => aTick({ price: 20, availability: 5, at: seconds(1 + index) })),
  );
  return {
    items: await wholeTable(store),
    ann,
    waiting: id,
    stop: stop.id,
    exit: exit.id,
    bracket: bracket.id,
  };
}

async function enter(store: Store, request: OrderRequest): Promise<Order> {
  return accepted(await placeOrder(store, request, OPTIONS));
}

export async function openScene(scene: Scene, retry: RetryPolicy = UNTIRING): Promise<TestStore> {
  const store = await openTestStore({ retry });
  await copyInto(store, scene.items);
  return store;
}

export type Operation = (store: Store, scene: Scene, key?: string) => Promise<unknown>;

function place(request: (ann: UserId) => OrderRequest): Operation {
  return (store, { ann }, key) =>
    placeOrder(store, request(ann), { ...OPTIONS, remember: remembering(ann, key) });
}

function transfers(type: 'deposit' | 'withdrawal'): Operation {
  return (store, { ann }, key) =>
    transfer(store, { userId: ann, type, amount: units(7) }, remembering(ann, key));
}

/** Operations that users request, and may repeat under an idempotency key. */
export const REQUESTS: Record<string, Operation> = {
  'a deposit': transfers('deposit'),
  'a withdrawal': transfers('withdrawal'),
  'a buy that rests': place((userId) => aRequest('buy', { userId, total: 2, upper: 8 })),
  'a buy that opens a band': place((userId) => aRequest('buy', { userId, total: 2, upper: 8, lower: 7 })),
  'a buy that is filled in part': place((userId) => aRequest('buy', { userId, total: 8, upper: 21 })),
  'a buy that is filled or killed': place((userId) =>
    aRequest('buy', { userId, total: 5, upper: 21, timeInForce: 'fok' }),
  ),
  'a sell that rests': place((userId) => aRequest('sell', { userId, total: 2, lower: 70 })),
  'a sell that is filled': place((userId) => aRequest('sell', { userId, total: 2, lower: 20 })),
  'a stop that rests': place((userId) => aRequest('sell', { userId, total: 2, type: 'stop', stop: 15 })),
  'a stop that the quote triggers': place((userId) =>
    aRequest('sell', { userId, total: 2, type: 'stop', stop: 20 }),
  ),
  'a market order': place((userId) => aRequest('buy', { userId, total: 8, type: 'market' })),
  'an exit': place((userId) =>
    aRequest('sell', { userId, total: 2, type: 'exit', takeProfit: 70, stopLoss: 10 }),
  ),
  'a buy that leaves an exit': place((userId) =>
    aRequest('buy', { userId, total: 3, upper: 21, takeProfit: 60, stopLoss: 10 }),
  ),
  'a buy that leaves an exit that sells at once': place((userId) =>
    aRequest('buy', { userId, total: 3, upper: 21, takeProfit: 60, stopLoss: 30 }),
  ),
  'a replacement of a stop': (store, { ann, stop }, key) =>
    replaceOrder(
      store,
      { userId: ann, orderId: stop, change: { stopPrice: units(30) } },
      { ...OPTIONS, remember: remembering(ann, key) },
    ),
  'a replacement of both ways of an exit': (store, { ann, exit }, key) =>
    replaceOrder(
      store,
      { userId: ann, orderId: exit, change: { takeProfit: units(71), stopLoss: units(11) } },
      { ...OPTIONS, remember: remembering(ann, key) },
    ),
  'a cancellation of an exit': (store, { ann, exit }, key) =>
    cancelOrder(
      store,
      { userId: ann, orderId: exit, status: 'canceled', reason: 'test' },
      remembering(ann, key),
    ),
  'a cancellation that leaves an exit': (store, { ann, bracket }, key) =>
    cancelOrder(
      store,
      { userId: ann, orderId: bracket, status: 'canceled', reason: 'test' },
      remembering(ann, key),
    ),
  'a cancellation': (store, { ann, waiting }, key) =>
    cancelOrder(
      store,
      { userId: ann, orderId: waiting, status: 'canceled', reason: 'test' },
      remembering(ann, key),
    ),
  'a replacement': (store, { ann, waiting }, key) =>
    replaceOrder(
      store,
      { userId: ann, orderId: waiting, change: { total: quantity(12), lowerBound: units(4) } },
      { ...OPTIONS, remember: remembering(ann, key) },
    ),
  'a replacement that meets the quote': (store, { ann, waiting }, key) =>
    replaceOrder(
      store,
      { userId: ann, orderId: waiting, change: { upperBound: units(20) } },
      { ...OPTIONS, remember: remembering(ann, key) },
    ),
};

function ticks(...all: [price: number, availability: number, atSeconds: number][]): Operation {
  const batch = all.map(([price, availability, at]) => aTick({ price, availability, at: seconds(at) }));
  return (store) => matchTicks(store, CIB, batch);
}

/** Operations that need no key: they may be repeated at any time. */
export const DELIVERIES: Record<string, Operation> = {
  'a tick that fills nothing': ticks([21, 5, 100]),
  'a tick that fills more than a transaction holds': ticks([9, 40, 100]),
  'a tick that fills buys and is followed by one that fills a sell': ticks([9, 12, 100], [60, 0, 101]),
  'a tick that triggers a stop': ticks([25, 1, 100], [26, 5, 101]),
  'a tick that takes an exit to its stop': ticks([12, 0, 100]),
  'a tick that takes an exit to its profit': ticks([71, 0, 100]),
  'a tick that closes a buy whose exit the next one sells': ticks([19, 10, 100], [66, 0, 101]),
  'a late tick': ticks([15, 5, 0.5]),
  'a late tick that fills more than a transaction holds': ticks([9, 40, 25.5]),
  'a quote that is taken back': (store) => revokeQuote(store, CIB, { ...OPTIONS, maxClockSkewSeconds: 10 }),
  'late ticks around ticks that fill': ticks([15, 5, 0.5], [9, 12, 100], [16, 5, 0.7], [9, 30, 101]),
};
