import { formatInstant } from '../domain/instant';
import { isRejection } from '../domain/rejection';
import { maxClockSkewSeconds, numberSetting } from '../environment';
import { logger } from '../logger';
import { revokeQuote } from '../storage/transactions/revoke-quote';
import { stockSummaryView } from '../views/stock';
import { serve } from './edge/serve';

export const handler = serve('revoke-quote', async ({ store, path, caller }) => {
  const done = await revokeQuote(store, path.stock_id, {
    quoteMaxAgeSeconds: numberSetting('QUOTE_MAX_AGE_SECONDS'),
    maxClockSkewSeconds: maxClockSkewSeconds(),
  });
  if (isRejection(done)) return done;
  const { stock, revoked } = done;
  if (revoked) {
    const timestamp = formatInstant(revoked.timestamp);
    logger.warn('quote revoked', { stock_id: stock.id, timestamp, by: caller.userId });
  }
  return stockSummaryView(stock);
});
