import type { UserId } from '../../functions/domain/ids';
import { isRejection, reject } from '../../functions/domain/rejection';
import { answerOnce, rememberer, repeatableRequest } from '../../functions/http/edge/repeats';
import { recordAfterwards } from '../../functions/storage/transactions/idempotency';
import { openTestStore, type TestStore } from '../../testing/test-store';

const ANN = 'ann' as UserId;
let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});

function aRequest(key: string) {
  const request = repeatableRequest(key, { callerId: ANN, userId: ANN }, ['cancel-order']);
  if (!request || isRejection(request)) throw new Error('a request with a key may be repeated');
  return request;
}

/** Found by the simulation, seed 6: the first of two attempts cancels, the second one then finds the order closed. */
test("an attempt that is refused because of another with the same key gets that one's answer", async () => {
  const request = aRequest('at-once');
  const answer = await answerOnce(store, request, async () => {
    await recordAfterwards(
      store,
      rememberer(request, 200)(() => ({ status: 'canceled' })),
      undefined,
    );
    return reject('order_closed');
  });
  expect(answer).toEqual({ replayed: { status: 200, body: '{"status":"canceled"}' } });
});

test('an attempt that is refused on its own account gets the refusal', async () => {
  expect(await answerOnce(store, aRequest('alone'), async () => reject('order_closed'))).toEqual(
    reject('order_closed'),
  );
});
