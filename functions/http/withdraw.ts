import { isRejection } from '../domain/rejection';
import { freeingDue } from '../storage/transactions/expire-due';
import { transfer } from '../storage/transactions/transfer';
import { userSummaryView } from '../views/user';
import { actingFor } from './edge/caller';
import { serve } from './edge/serve';

export const handler = serve('withdraw', async ({ store, userId, body, caller, remember }) => {
  const by = actingFor(caller, userId);
  const account = await freeingDue(store, userId, () =>
    transfer(store, { userId, type: 'withdrawal', amount: body.amount, by }, remember(userSummaryView)),
  );
  return isRejection(account) ? account : userSummaryView(account);
});
