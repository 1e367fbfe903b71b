import { openTestStore } from '../../../testing/test-store';

test('ids sort in the order they were made, and none repeats', async () => {
  const store = await openTestStore();
  const at = store.now();
  const ids = Array.from({ length: 5_000 }, () => store.newId(at));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(5_000);
  // Of another process at the same instant.
  expect(ids).not.toContain((await openTestStore()).newId(at));
});
