import * as z from 'zod';
import type { OrderId, UserId } from '../../functions/domain/ids';
import { holdingKey } from '../../functions/storage/items/holding';
import type { Store } from '../../functions/storage/table/store';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { accepted, aUser, buy, CIB, tick } from '../../testing/builders';
import { openTestStore } from '../../testing/test-store';
import { TestTable } from '../../testing/test-table';
import { audited, put } from './audited';

const Entry = z.object({ PK: z.string().startsWith('BOOK#'), SK: z.string(), userId: z.string() });

/** Cancels the order of each entry that a page of the scan ends with, as traffic may, a few times. */
function cancelingBehind(store: Store, times: number): { store: Store; canceled: () => number } {
  let canceled = 0;
  const client = new TestTable(store.client);
  client.interpose(async (operation, input, next) => {
    const answer = await next(input);
    if (operation !== 'Scan' || canceled === times) return answer;
    const { Items, LastEvaluatedKey } = z
      .object({ Items: z.array(z.unknown()), LastEvaluatedKey: z.unknown().optional() })
      .parse(answer);
    const last = Entry.safeParse(Items.at(-1));
    if (!last.success || !LastEvaluatedKey) return answer;
    canceled++;
    const orderId = last.data.SK.slice(last.data.SK.indexOf('#') + 1) as OrderId;
    const userId = last.data.userId as UserId;
    accepted(await cancelOrder(store, { userId, orderId, status: 'canceled', reason: 'canceled_by_user' }));
    return answer;
  });
  return { store: { ...store, client }, canceled: () => canceled };
}

test('a scan that resumes after an entry deleted in the meantime still reaches every user', async () => {
  const store = await openTestStore();
  await tick(store);
  const users = await Promise.all(Array.from({ length: 6 }, () => aUser(store, { cash: 1_000 })));
  for (const user of users) {
    for (let count = 0; count < 4; count++) await buy(store, user, { total: 1, upper: 5 });
    const holding = { userId: user, stockId: CIB, available: -1, frozen: 0, cost: 0, openSells: 0 };
    await put(store, { ...holdingKey(user, CIB), ...holding });
  }
  const { store: busy, canceled } = cancelingBehind(store, 3);
  const report = await audited(busy, { segments: 1, itemsPerPage: 5 });
  expect(canceled()).toBe(3);
  expect(report.undecided).toEqual([]);
  const accused = report.violations.filter(({ promise }) => promise === 1).flatMap(({ items }) => items);
  expect(accused.sort()).toEqual(users.map((user) => `USER#${user} / HOLDING#${CIB}`).sort());
});
