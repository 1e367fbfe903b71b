import { isRejection } from '../domain/rejection';
import { transfer } from '../storage/transactions/transfer';
import { userSummaryView } from '../views/user';
import { serve } from './edge/serve';

export const handler = serve('deposit', async ({ store, userId, body, remember }) => {
  const account = await transfer(
    store,
    { userId, type: 'deposit', amount: body.amount },
    remember(userSummaryView),
  );
  return isRejection(account) ? account : userSummaryView(account);
});
