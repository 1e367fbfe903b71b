import type { AuditReport, Book, DeadLetters, Feed, UserSummary } from '../api/answers';
import { client } from '../api/client';
import { after, PAGE, type Paged } from './paged';

/** What administrators read, each with the key that it is kept under. */

/** The report of the audit that finished then. */
export function audit(finishedAt: string | undefined) {
  return {
    queryKey: ['audit', finishedAt ?? ''],
    enabled: finishedAt !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
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
