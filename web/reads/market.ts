import type { Candle, ChartInterval, Fill, StockPage, StockSummary } from '../api/answers';
import { client } from '../api/client';
import { quotes } from '../live/quotes';
import { after, inRange, PAGE, type Paged, type Range } from './paged';

/** What pages read of stocks, each with the key that it is kept under. */

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
