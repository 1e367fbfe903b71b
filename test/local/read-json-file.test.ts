import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJsonFile } from '../../local/read-json-file';
import { Refusal } from '../../local/refusal';

const file = path.join(mkdtempSync(path.join(tmpdir(), 'json-')), 'event.json');

test.each(['{"a":1}', '\ufeff{"a":1}\r\n'])('%j is read', (text) => {
  writeFileSync(file, text);
  expect(readJsonFile(file)).toEqual({ a: 1 });
});

test.each<[string, string | Uint8Array]>([
  ['is damaged', '{"a":'],
  ['is empty', ''],
  ['is not in UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('a file that %s is told by its name, in a sentence', (_what, content) => {
  writeFileSync(file, content);
  expect(() => readJsonFile(file)).toThrow(Refusal);
  expect(() => readJsonFile(file)).toThrow(`${file} can't be read as JSON: `);
});

test('so is one that is not there', () => {
  expect(() => readJsonFile(`${file}.none`)).toThrow(`${file}.none can't be read as JSON: ENOENT`);
});
