import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { databaseFile, identityFile, openDataFolder } from '../../local/data-folder';

const newFolder = () => path.join(mkdtempSync(path.join(tmpdir(), 'data-folder-')), 'data');

/** A folder that a host has been started on. */
function usedFolder(): string {
  const folder = newFolder();
  const opened = openDataFolder(folder);
  for (const file of [databaseFile(folder), identityFile(folder)]) writeFileSync(file, 'kept');
  opened.settle();
  opened.release();
  return folder;
}

/** What a process of its own prints that opens the folder, and then waits. */
async function openedElsewhere(folder: string) {
  const program = `require('tsx/cjs');
    try { require('./local/data-folder.ts').openDataFolder(${JSON.stringify(folder)}); console.log('opened'); }
    catch (error) { console.log(error.message); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, line: String(line) };
}

test('of several hosts starting at once, one gets the folder', async () => {
  const folder = newFolder();
  const started = await Promise.all([1, 2, 3].map(() => openedElsewhere(folder)));
  const lines = started.map(({ line }) => line);
  expect(lines.filter((line) => line === 'opened')).toHaveLength(1);
  expect(lines.filter((line) => line.includes('is in use by another process'))).toHaveLength(2);
  for (const { child } of started) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  openDataFolder(folder).release();
});

test.each([
  ['trading.db', databaseFile],
  ['identity.json', identityFile],
])('a folder whose %s is missing is refused, not started afresh', (name, file) => {
  const folder = usedFolder();
  rmSync(file(folder));
  expect(() => openDataFolder(folder)).toThrow(`lacks ${name}`);
  // It is not held, and nothing was made in it.
  expect(() => openDataFolder(folder)).toThrow(`lacks ${name}`);
  expect(existsSync(file(folder))).toBe(false);
  writeFileSync(file(folder), 'from a copy');
  openDataFolder(folder).release();
});

test.each([
  ['trading.db', databaseFile],
  ['identity.json', identityFile],
])('a folder whose %s has been emptied is refused too', (name, file) => {
  const folder = usedFolder();
  writeFileSync(file(folder), '');
  expect(() => openDataFolder(folder)).toThrow(`lacks ${name}, or it is empty`);
});

test('a folder whose list of contents is damaged must have every file', () => {
  const folder = usedFolder();
  writeFileSync(path.join(folder, 'contents.json'), '{');
  openDataFolder(folder).release();
  rmSync(identityFile(folder));
  expect(() => openDataFolder(folder)).toThrow('lacks identity.json');
});

test('a start that died halfway leaves a usable folder', () => {
  const folder = newFolder();
  openDataFolder(folder).release();
  writeFileSync(databaseFile(folder), 'without an identity yet');
  openDataFolder(folder).release();
});

test('files are readable by their owner only, in folders of earlier versions too', () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(databaseFile(folder), '', { mode: 0o644 });
  const opened = openDataFolder(folder);
  opened.settle();
  expect(
    [folder, databaseFile(folder), `${databaseFile(folder)}.lock`, path.join(folder, 'contents.json')].map(
      (file) => statSync(file).mode & 0o777,
    ),
  ).toEqual([0o700, 0o600, 0o600, 0o600]);
  opened.release();
});

test('an unusable data folder is a clear error', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'data-folder-')), 'file');
  writeFileSync(file, '');
  expect(() => openDataFolder(path.join(file, 'data'))).toThrow(/^The data folder .* can't be used: /);
});
