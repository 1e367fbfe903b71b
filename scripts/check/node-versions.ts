/**
 * The smoke test on every Node.js that the product runs on. npm has their binaries as packages; one that can't be had
 * here is passed over with a word. Exits 1 when any of them fails.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fetchedPackage } from './fetched-package';

const VERSIONS = ['20', '22', '24', '26'];
const platform = process.platform === 'win32' ? 'win' : process.platform;
const smoke = path.join(__dirname, 'smoke.ts');

/** The folder of a Node.js of that version; the running one's, where it is of that version. */
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
    // npm and everything it starts are of the version that comes first here.
    env: { ...process.env, PATH: `${folder}${path.delimiter}${process.env.PATH}` },
  });
  if (status !== 0) console.error(`the smoke test fails on Node.js ${version}`);
  return status === 0;
}

process.exitCode = VERSIONS.filter((version) => !passes(version)).length > 0 ? 1 : 0;
