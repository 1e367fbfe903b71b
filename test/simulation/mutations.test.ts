import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MUTATIONS } from '../../testing/simulation/mutations';

/** `npm run mutate` takes hours, so what it would stumble over at its end is found here. */
const ROOT = path.join(__dirname, '..', '..');

test.each(MUTATIONS.map(({ name, edits }) => [name, edits] as const))(
  '%s: its lines are there, once',
  (_name, edits) => {
    for (const { file, find, replace } of edits) {
      const parts = readFileSync(path.join(ROOT, file), 'utf8').split(find);
      expect([file, find, parts.length]).toEqual([file, find, 2]);
      expect(replace).not.toBe(find);
    }
  },
);

test('no two have one name', () => {
  const names = MUTATIONS.map(({ name }) => name);
  expect([...new Set(names)]).toEqual(names);
});
