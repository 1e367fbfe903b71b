import { client } from '../api/client';
import { queries, useQuery } from '../api/query';

const AT_ONCE = 50;
const POINTS = 60;
const READ_AGAIN_MS = 60_000;

type Closes = ReadonlyMap<string, readonly number[]>;

/** Closes of the last hour by stock, a minute each, oldest first. */
export function useSparklines(stockIds: readonly string[]): Closes {
  const asked = stockIds.slice(0, AT_ONCE).toSorted();
  const { data } = useQuery({
    queryKey: ['sparklines', asked.join(',')],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Closes> => {
      const query = { stock_ids: asked.join(','), interval: '1m', points: POINTS } as const;
      const { results } = await client.call('list-sparklines', { query, signal });
      return new Map(results.map(({ stock_id, closes }) => [stock_id, closes]));
    },
    enabled: asked.length > 0,
    staleTime: READ_AGAIN_MS,
    refetchInterval: READ_AGAIN_MS,
    structuralSharing: false,
  });
  return data ?? known();
}

/** While another selection is read, what was read of the last one. */
function known(): Closes {
  const read = queries.getQueriesData<Closes>({ queryKey: ['sparklines'] });
  return new Map(read.flatMap(([, closes]) => [...(closes ?? [])]));
}
