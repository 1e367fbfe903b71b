import { deadLetterMailbox } from '../dead-letters/open-mailbox';
import { isRejection } from '../domain/rejection';
import { numberSetting } from '../environment';
import { listStocks } from '../storage/queries/list-stocks';
import { readAuditReport } from '../storage/queries/read-audit-report';
import { feedView } from '../views/feed';
import { serve } from './edge/serve';

const mailbox = deadLetterMailbox();
const quoteMaxAgeSeconds = numberSetting('QUOTE_MAX_AGE_SECONDS');

export const handler = serve('get-feed', async ({ store, query }) => {
  const [stocks, depth, report] = await Promise.all([
    listStocks(store, {}, query),
    mailbox.depth(),
    readAuditReport(store),
  ]);
  if (isRejection(stocks)) return stocks;
  return feedView({ ...stocks, depth, report, now: store.now(), quoteMaxAgeSeconds });
});
