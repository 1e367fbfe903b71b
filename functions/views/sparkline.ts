import type * as z from 'zod';
import type * as answers from '../contract/stocks/answers';
import { formatInstant } from '../domain/instant';
import { toJsonNumber } from '../domain/money';
import type { Sparkline } from '../storage/history/read-sparklines';

export function sparklineView({ stockId, candles }: Sparkline): z.input<typeof answers.sparkline> {
  const last = candles.at(-1);
  return {
    stock_id: stockId,
    closes: candles.map(({ close }) => toJsonNumber(close)),
    timestamp: last ? formatInstant(last.start) : null,
  };
}
