import type { UserSummary } from '../../api/answers';
import { counted } from '../../format/words';
import { ask } from '../../parts/confirm';
import { say } from '../../parts/toasts';
import { cancelEach } from '../orders/cancel-each';

export function askToCancelOrdersOf(users: readonly Pick<UserSummary, 'id' | 'username'>[]): void {
  ask({
    title: `Cancel all open orders of ${counted(users.length, 'user')}?`,
    body: (
      <p>
        {users.map(({ username }) => username).join(', ')}. What they hold becomes available; what is filled
        stays. Each order will say that you canceled it.
      </p>
    ),
    yes: 'Cancel their orders',
    no: 'Keep them',
    isDangerous: true,
    act: async () => {
      let canceled = 0;
      for (const { id } of users) canceled += await cancelEach(id, undefined);
      say(`${counted(canceled, 'order')} canceled.`);
    },
  });
}
