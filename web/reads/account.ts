import type { QueryKey } from '@tanstack/query-core';
import type { Equity, Explanation, LedgerEntry, Order, UserPage } from '../api/answers';
import { client } from '../api/client';
import { askForMissed } from '../live/missed';
import { latestOrders } from '../live/orders';
import { after, inRange, PAGE, type Paged, type Range } from './paged';

/** What pages read of a user, each with the key that it is kept under. `user` is an id, or `me`. */

export type OrderStatus = 'open' | 'closed' | 'all';

export function orders(user: string, status: OrderStatus, stockId?: string) {
  return {
    queryKey: ['orders', user, status, stockId ?? ''],
    queryFn: async (cursor: string | undefined, signal: AbortSignal): Promise<Paged<Order>> => {
      const { moment } = latestOrders;
      const page: Paged<Order> = await client.call('list-orders', {
        path: { user_id: user },
        query: { status, limit: PAGE, ...(stockId && { stock_id: stockId }), ...after(cursor) },
        signal,
      });
      if (status === 'open' && cursor === undefined) askForMissed(page, user, stockId, moment);
      return page;
    },
  };
}

export function order(user: string, orderId: string) {
  return {
    queryKey: ['order', user, orderId],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Order> =>
      client.call('get-order', { path: { user_id: user, order_id: orderId }, signal }),
  };
}

/** Why an order is not filled, or how it got where it is. Other orders change it too, of which nobody tells. */
export function explanation(user: string, orderId: string, version: number) {
  return {
    queryKey: ['explanation', user, orderId, version],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Explanation> =>
      client.call('explain-order', { path: { user_id: user, order_id: orderId }, signal }),
    refetchInterval: 5_000,
  };
}

export function userPage(user: string) {
  return {
    queryKey: ['user', user],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<UserPage> =>
      client.call('get-user', { path: { user_id: user }, signal }),
  };
}

/** What a user had over time: at most 200 points. */
export function equity(user: string, from: string) {
  return {
    queryKey: ['equity', user, from],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Equity> =>
      client.call('get-equity', { path: { user_id: user }, query: { from_date: from }, signal }),
    staleTime: 30_000,
  };
}

export type EntryType = 'deposit' | 'withdrawal' | 'buy' | 'sell';

export interface LedgerFilter extends Range {
  readonly type?: EntryType | undefined;
  readonly stock?: string | undefined;
}

export function ledger(user: string, filter: LedgerFilter = {}) {
  const { type, stock, from, to } = filter;
  const queryKey: QueryKey = ['ledger', user, type ?? '', stock ?? '', from ?? '', to ?? ''];
  return {
    queryKey,
    queryFn: (cursor: string | undefined, signal: AbortSignal): Promise<Paged<LedgerEntry>> =>
      client.call('list-transactions', {
        path: { user_id: user },
        query: {
          limit: PAGE,
          ...(type && { type }),
          ...(stock && { stock_id: stock }),
          ...inRange(filter),
          ...after(cursor),
        },
        signal,
      }),
  };
}

/** The user's own buys and sells of a stock. */
export function fills(user: string, stockId: string) {
  return { ...ledger(user, { stock: stockId }), queryKey: ['fills', user, stockId] };
}
