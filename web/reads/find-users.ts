import type { UserSummary } from '../api/answers';
import { client } from '../api/client';
import { useQuery } from '../api/query';

const FOUND_MAX = 5;

/** Users whose name begins with the text. */
export function useFoundUsers(text: string): UserSummary[] {
  const prefix = text.trim().toLowerCase();
  const { data } = useQuery({
    queryKey: ['users', 'find', prefix],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.call('list-users', { query: { prefix, limit: FOUND_MAX }, signal }),
    enabled: prefix !== '',
    staleTime: 30_000,
  });
  if (prefix === '') return [];
  return data?.results ?? [];
}
