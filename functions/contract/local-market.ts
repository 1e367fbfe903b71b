import * as z from 'zod';

/** The demo market of a host on one machine, which administrators may control: `GET` and `PUT /_local/market`. */

export const LOCAL_MARKET_PATH = '/_local/market';

export const localMarketSettings = z.strictObject({
  running: z.boolean(),
  ticks_per_second: z.number().min(0.1).max(200),
  /** Change of a price per tick in percent, besides chance. */
  drift_percent: z.number().min(-1).max(1),
  /** Ids of stocks that get no ticks. */
  quiet: z.array(z.string()).max(100),
});
export type LocalMarketSettings = z.infer<typeof localMarketSettings>;

export const localMarket = localMarketSettings.extend({
  stocks: z.array(z.strictObject({ stock_id: z.string(), name: z.string() })),
});
export type LocalMarket = z.infer<typeof localMarket>;
