import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Checkpoints } from '../../../local/event-sources/checkpoints';

let folder: string;
const printed: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'checkpoints-'));
  printed.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (file?: string) => new Checkpoints({ file, print: (line) => printed.push(line) });

test('positions are restored, shard by shard, when the file is next opened', async () => {
  const file = path.join(folder, 'positions.json');
  const checkpoints = open(file);
  for (let number = 1; number <= 1000; number++) checkpoints.set('Mapping', 'a', String(number));
  checkpoints.set('Mapping', 'b', '7');
  expect(checkpoints.get('Mapping', 'a')).toBe('1000');
  // A file for each batch would take longer than the batches.
  expect(existsSync(file)).toBe(false);
  await checkpoints.save();
  expect([open(file).get('Mapping', 'a'), open(file).get('Mapping', 'b')]).toEqual(['1000', '7']);
  expect(open(file).get('Another', 'a')).toBeUndefined();
});

test('a position set during a write is written next', async () => {
  const file = path.join(folder, 'positions.json');
  const checkpoints = open(file);
  checkpoints.set('Mapping', 'a', '1');
  const first = checkpoints.save();
  checkpoints.set('Mapping', 'a', '2');
  await Promise.all([first, checkpoints.save()]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'Mapping a': '2' });
});

test("a file that can't be written is reported, and the positions are still known", async () => {
  const checkpoints = open(path.join(folder, 'absent', 'positions.json'));
  checkpoints.set('Mapping', 'a', '1');
  await checkpoints.save();
  expect(printed).toEqual([expect.stringContaining('their positions could not be saved')]);
  expect(checkpoints.get('Mapping', 'a')).toBe('1');
});

test("without a file, positions don't survive a restart", async () => {
  const checkpoints = open();
  checkpoints.set('Mapping', 'a', '1');
  await checkpoints.save();
  expect([checkpoints.get('Mapping', 'a'), open().get('Mapping', 'a')]).toEqual(['1', undefined]);
});

test.each(['', '{', '[]', '{"Mapping a": 5}', 'null'])(
  'a file containing %j is started afresh with a warning',
  (damaged) => {
    const file = path.join(folder, 'positions.json');
    writeFileSync(file, damaged);
    expect(open(file).get('Mapping', 'a')).toBeUndefined();
    expect(printed.splice(0)).toEqual([expect.stringContaining(`${file} is damaged`)]);
  },
);
