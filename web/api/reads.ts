import type { QueryKey } from '@tanstack/query-core';
import { askForMissed } from '../live/missed';
import { latestOrders } from '../live/orders';
import { quotes } from '../live/quotes';
import type {
  AuditReport,
  Book,
  Candle,
  ChartInterval,
  DeadLetters,
  Equity,
  Explanation,
  Feed,
  Fill,
  LedgerEntry,
  Order,
  StockPage,
  StockSummary,
  UserPage,
  UserSummary,
} from './answers';
import { client } from './client';

/** What pages read, each with the key that it is kept under. `user` is an id, or `me`. */

const PAGE = 50;

export interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

function inRange({ from, to }: Range) {
  return { ...(from && { from_date: from }), ...(to && { to_date: to }) };
}

function after(cursor: string | undefined) {
  return cursor === undefined ? {} : { cursor };
}

export function stocks(prefix = '') {
  return {
    queryKey: ['stocks', prefix],
    queryFn: async (cursor: string | undefined, signal: AbortSignal): Promise<Paged<StockSummary>> => {
      const page: Paged<StockSummary> = await client.call('list-stocks', {
        query: { limit: 100, ...(prefix && { prefix }), ...after(cursor) },
        signal,
      });
      for (const summary of page.results) quotes.answer(summary);
      return page;
    },
  };
}

interface Paged<Entry> {
  readonly results: Entry[];
  readonly next: string | null;
}

export function stock(stockId: string, range: Range = {}) {
  return {
    queryKey: ['stock', stockId, range.from ?? '', range.to ?? ''],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<StockPage> => {
      const page: StockPage = await client.call('get-stock', {
        path: { stock_id: stockId },
        query: inRange(range),
        signal,
      });
      // Of a range of time the answer is history, not the market of now.
      if (!range.from && !range.to) quotes.answer(page);
      return page;
    },
    enabled: stockId !== '',
  };
}

export function candles(stockId: string, interval: ChartInterval, range: Range) {
  return {
    queryKey: ['candles', stockId, interval, range.from ?? '', range.to ?? ''],
    queryFn: (cursor: string | undefined, signal: AbortSignal): Promise<Paged<Candle>> =>
      client.call('list-candles', {
        path: { stock_id: stockId },
        query: { interval, limit: 100, ...inRange(range), ...after(cursor) },
        signal,
      }),
    enabled: stockId !== '',
  };
}

export function ticks(stockId: string, range: Range = {}) {
  return {
    queryKey: ['ticks', stockId, range.from ?? '', range.to ?? ''],
    queryFn: (cursor: string | undefined, signal: AbortSignal) =>
      client.call('list-ticks', {
        path: { stock_id: stockId },
        query: { limit: PAGE, ...inRange(range), ...after(cursor) },
        signal,
      }),
    enabled: stockId !== '',
  };
}

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

export function audit() {
  return {
    queryKey: ['audit'],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<AuditReport> =>
      client.call('get-audit', { signal }),
  };
}

export interface UserSearch {
  readonly by: 'username' | 'email' | 'id';
  readonly text: string;
}

/** By name as far as it was typed; by address and by id only whole. */
export function users({ by, text }: UserSearch) {
  const wanted = text.trim();
  return {
    queryKey: ['users', by, wanted],
    queryFn: async (cursor: string | undefined, signal: AbortSignal): Promise<Paged<UserSummary>> => {
      if (by === 'id' && wanted !== '') {
        const found = await client.call('get-user', { path: { user_id: wanted }, signal });
        return { results: [found], next: null };
      }
      const search = by === 'email' ? { email: wanted } : { prefix: wanted };
      const query = { limit: PAGE, ...(wanted !== '' && search), ...after(cursor) };
      return client.call('list-users', { query, signal });
    },
  };
}

/** Everybody's fills of a stock. */
export function stockFills(stockId: string) {
  return {
    queryKey: ['fills', 'stock', stockId],
    queryFn: (cursor: string | undefined, signal: AbortSignal): Promise<Paged<Fill>> =>
      client.call('list-stock-transactions', {
        path: { stock_id: stockId },
        query: { limit: PAGE, ...after(cursor) },
        signal,
      }),
  };
}

/** The next orders of one side of a stock, for administrators. No event tells what others place. */
export function book(stockId: string, side: 'buy' | 'sell') {
  return {
    queryKey: ['book', stockId, side],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Book> =>
      client.call('get-book', { path: { stock_id: stockId }, query: { side, limit: 50 }, signal }),
    refetchInterval: 5_000,
  };
}

/** How the feed flows, and how many messages were given up. */
export function feed() {
  return {
    queryKey: ['feed'],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Feed> =>
      client.call('get-feed', { query: { limit: 100 }, signal }),
    refetchInterval: 5_000,
  };
}

/** Looking hides letters from others for some seconds, so it is done when somebody asks, not by the clock. */
export function deadLetters(reason: string) {
  return {
    queryKey: ['dead-letters', reason],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<DeadLetters> =>
      client.call('list-dead-letters', { query: { limit: 50, ...(reason !== '' && { reason }) }, signal }),
    staleTime: 20_000,
  };
}
