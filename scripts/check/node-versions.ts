/**
 * Runs the smoke test on every Node.js version that the product supports. Their binaries are npm packages; a version
 * that can't be installed here is skipped with a note. Exits 1 if any of them fails.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fetchedPackage } from './fetched-package';

const VERSIONS = ['20', '22', '24', '26'];
const platform = process.platform === 'win32' ? 'win' : process.platform;
const smoke = path.join(__dirname, 'smoke.ts');

/** The folder of a Node.js of that version, which may be the running one. */
function folderOf(version: string): string | undefined {
  if (process.versions.node.startsWith(`${version}.`)) return path.dirname(process.execPath);
  const installed = fetchedPackage(`node-${platform}-${process.arch}`, version);
  return installed && path.join(installed, 'bin');
}

function passes(version: string): boolean {
  const folder = folderOf(version);
  if (folder === undefined) return true;
  const { status } = spawnSync(path.join(folder, 'node'), ['-r', 'tsx/cjs', smoke], {
    stdio: 'inherit',
    // npm and everything it starts use the version that comes first in the PATH.
    env: { ...process.env, PATH: `${folder}${path.delimiter}${process.env.PATH}` },
  });
  if (status !== 0) console.error(`the smoke test fails on Node.js ${version}`);
  return status === 0;
}

process.exitCode = VERSIONS.filter((version) => !passes(version)).length > 0 ? 1 : 0;
