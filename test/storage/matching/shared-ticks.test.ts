import { readSharedTicks, shareTicks } from '../../../functions/storage/matching/shared-ticks';
import { aTick, CIB, seconds } from '../../../testing/builders';
import { failing, interfere, named } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore } from '../../../testing/test-store';

test('whoever finds a shared tick finds those before it, whatever is throttled', async () => {
  const store = await openTestStore({ retry: UNTIRING });
  const found: number[][] = [];
  interfere(store, { on: 'PutItem', times: 2, before: failing(named('ThrottlingException')) });
  interfere(store, {
    on: 'PutItem',
    times: 10,
    after: async () => found.push((await readSharedTicks(store, CIB)).map(({ timestamp }) => timestamp)),
  });
  await shareTicks(
    store,
    [3, 1, 2].map((at) => aTick({ at: seconds(at) })),
  );
  const [first, second, third] = [1, 2, 3].map(seconds);
  expect(found).toEqual([[first], [first, second], [first, second, third]]);
});
