import { isRejection } from '../domain/rejection';
import { transfer } from '../storage/transactions/transfer';
import { serve } from './edge/serve';
import { userSummaryView } from './views/user';

export const handler = serve('deposit', async ({ store, userId, body, remember }) => {
  const account = await transfer(
    store,
    { userId, type: 'deposit', amount: body.amount },
    remember(userSummaryView),
  );
  return isRejection(account) ? account : userSummaryView(account);
});
