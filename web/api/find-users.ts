import type { UserSummary } from './answers';
import { client } from './client';
import { useQuery } from './query';

const FOUND_MAX = 5;

/** Users whose name begins with the text. */
export function useFoundUsers(text: string): UserSummary[] {
  const prefix = text.trim().toLowerCase();
  const { data } = useQuery({
    queryKey: ['users', 'find', prefix],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.call('list-users', { query: { limit: 100 }, signal }),
    enabled: prefix !== '',
    staleTime: 30_000,
  });
  if (prefix === '') return [];
  return (data?.results ?? [])
    .filter(({ username }) => username.toLowerCase().startsWith(prefix))
    .slice(0, FOUND_MAX);
}
