import type * as z from 'zod';
import type * as answers from '../contract/stocks/answers';
import { formatInstant } from '../domain/instant';
import { NO_STATISTICS } from '../domain/statistics';
import { recentTicks, type Stock } from '../domain/stock';
import type { RangeReading } from '../storage/history/read-range';
import { amountOrNull } from './money';
import { statisticsView, stockSummaryView, tickView } from './stock';

type StockPage = Omit<z.input<typeof answers.stockPage>, 'transactions'>;

/** A stock over its whole history, all from its own item. */
export function stockPageView(stock: Stock): StockPage {
  return {
    ...stockSummaryView(stock),
    recent_data: recentTicks(stock).toReversed().map(tickView),
    rounded_to: null,
  };
}

/** A stock over a range of time. If the range's newest tick has expired, a candle still has its price and time. */
export function stockRangeView(
  { id, name, version }: Stock,
  { summary, roundedTo, newest }: RangeReading,
): StockPage {
  const [latest] = newest;
  const timestamp = latest?.timestamp ?? summary?.lastAt;
  return {
    stock_id: id,
    name,
    price: amountOrNull(latest?.price ?? summary?.close),
    availability: latest?.availability ?? null,
    timestamp: timestamp === undefined ? null : formatInstant(timestamp),
    ...statisticsView(summary ? { ...summary, highest: summary.high, lowest: summary.low } : NO_STATISTICS),
    ask: amountOrNull(latest?.ask),
    bid: amountOrNull(latest?.bid),
    version,
    received_at: null,
    day: null,
    recent_data: newest.map(tickView),
    rounded_to: roundedTo ?? null,
  };
}
