import * as z from 'zod';
import { CHART_INTERVALS } from '../../domain/candle-chart';
import { A_STOCK, stockId } from '../fields';
import { dates, fromBeforeTo, page, prefix, wholeNumber } from '../lists';

export const stocksQuery = page.extend({ prefix });
export const ticksQuery = page.extend(dates).superRefine(fromBeforeTo);
const MAX_SPARKLINES = 50;
const interval = z.enum(CHART_INTERVALS, { error: 'must be 1m, 5m, 15m, 1h or 1d' }).default('1m');
export const sparklinesQuery = z.strictObject({
  stock_ids: z
    .string()
    .max(MAX_SPARKLINES * (A_STOCK.length + 1))
    .transform((list) => list.split(','))
    .pipe(z.array(stockId).max(MAX_SPARKLINES, { error: `must be at most ${MAX_SPARKLINES}` }))
    .meta({
      description: `At most ${MAX_SPARKLINES}, separated by commas.`,
      // Without percent-encoding, the maximum fits into a request line.
      pattern: '^[0-9A-Fa-f,-]+$',
      examples: [A_STOCK],
    }),
  interval,
  points: wholeNumber(60).default(30).meta({ type: 'integer', minimum: 1, maximum: 60, default: 30 }),
});
export const candlesQuery = page
  .extend({
    ...dates,
    interval,
    fill: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .default('false')
      .transform((word) => word === 'true')
      .meta({
        description:
          'Whether to include intervals without ticks, which repeat the previous close. They extend to `to_date` or ' +
          'the present; without `to_date`, to the newest interval with ticks.',
      }),
  })
  .superRefine(fromBeforeTo);
