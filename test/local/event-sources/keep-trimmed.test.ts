import { trimAll } from '../../../local/event-sources/keep-trimmed';

const DAY = 86_400;
const now = 100 * DAY;
const yesterday = now - DAY;

/** What the engine's records are trimmed by for a table whose slowest reader is at the given place. */
async function outlived(position: { passed: number | undefined } | undefined, upSinceSeconds: number) {
  const asked: unknown[] = [];
  const upkeep = {
    async trim(tableName: string, limits: object) {
      asked.push({ tableName, ...limits });
      return 0;
    },
    close: () => undefined,
  };
  await trimAll(upkeep, [{ name: 'trading', position: () => position }], upSinceSeconds, now);
  return asked;
}

test('records of a table without readers are deleted after a day', async () => {
  expect(await outlived(undefined, now - 10)).toEqual([
    { tableName: 'trading', passed: undefined, beforeSeconds: yesterday },
  ]);
});

test('records left unread by a host that was down for days are still read before they are deleted', async () => {
  expect(await outlived({ passed: undefined }, now - 10)).toEqual([
    { tableName: 'trading', passed: undefined, beforeSeconds: 0 },
  ]);
  expect(await outlived({ passed: 7 }, now - 10)).toEqual([
    { tableName: 'trading', passed: 7, beforeSeconds: 0 },
  ]);
});

test('unread records are deleted after a day of uptime, as on AWS', async () => {
  expect(await outlived({ passed: 7 }, now - 2 * DAY)).toEqual([
    { tableName: 'trading', passed: 7, beforeSeconds: yesterday },
  ]);
});
