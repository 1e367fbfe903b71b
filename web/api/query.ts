import {
  type DefaultError,
  InfiniteQueryObserver,
  type InfiniteQueryObserverOptions,
  QueryCache,
  QueryClient,
  type QueryKey,
  QueryObserver,
  type QueryObserverOptions,
} from '@tanstack/query-core';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { ProblemError } from '../../client/problem-error';

/** Answers that mean the same tomorrow: to ask again changes nothing. */
export function isFinal(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** What is done when the server takes our token no more; the session says. */
export const unauthorized = { act: () => {} };

// The client repeats by itself what may be repeated; a page that failed comes back when it is looked at again.
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (error instanceof ProblemError && error.status === 401) unauthorized.act();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 5 * 60_000,
      retry: (failures, error) => failures < 2 && !isFinal(error),
      retryDelay: (attempt) => Math.min(1_000 * 2 ** attempt, 10_000),
      networkMode: 'always',
    },
  },
});

/** The state of a query, drawn again whenever it changes. */
export function useQuery<Data, Key extends QueryKey>(
  options: QueryObserverOptions<Data, DefaultError, Data, Data, Key>,
) {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [observer] = useState(() => new QueryObserver<Data, DefaultError, Data, Data, Key>(queries, options));
  useEffect(() => observer.subscribe(() => draw(0)), [observer]);
  observer.setOptions(options);
  return observer.getCurrentResult();
}

interface Page<Entry> {
  readonly results: readonly Entry[];
  readonly next: string | null;
}

interface ListOptions<Entry> {
  readonly queryKey: QueryKey;
  readonly queryFn: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Entry>>;
  readonly enabled?: boolean;
  readonly staleTime?: number;
  readonly refetchInterval?: number;
}

type Cursor = string | undefined;

function listOptions<Entry>({ queryFn, ...rest }: ListOptions<Entry>) {
  const options: InfiniteQueryObserverOptions<
    Page<Entry>,
    DefaultError,
    ListData<Entry>,
    QueryKey,
    Cursor
  > = {
    ...rest,
    queryFn: ({ pageParam, signal }) => queryFn(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  };
  return options;
}

export interface ListData<Entry> {
  readonly pages: readonly Page<Entry>[];
  readonly pageParams: readonly Cursor[];
}

/** A list of the API with all of its pages that were asked for so far. */
export function useList<Entry>(list: ListOptions<Entry>) {
  const options = listOptions(list);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [observer] = useState(
    () =>
      new InfiniteQueryObserver<Page<Entry>, DefaultError, ListData<Entry>, QueryKey, Cursor>(
        queries,
        options,
      ),
  );
  useEffect(() => observer.subscribe(() => draw(0)), [observer]);
  observer.setOptions(options);
  const result = observer.getCurrentResult();
  return { ...result, entries: result.data?.pages.flatMap((page) => page.results) ?? [] };
}
