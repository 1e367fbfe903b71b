import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MUTATIONS } from '../../testing/simulation/mutations';

const ROOT = path.resolve(__dirname, '../..');

test.each(MUTATIONS.map(({ name, edits }) => [name, edits] as const))('%s can be planted', (_, edits) => {
  for (const { file, find } of edits)
    expect([find, readFileSync(path.join(ROOT, file), 'utf8').split(find).length]).toEqual([find, 2]);
});
