import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Installs a package that only a check needs, by name and version, into the temporary folder, and reuses it from there.
 * Undefined if it can't be installed.
 */
export function fetchedPackage(name: string, version: string): string | undefined {
  const folder = path.join(tmpdir(), 'trading-checks', `${name.replaceAll(/\W+/g, '-')}-${version}`);
  const installed = path.join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  mkdirSync(folder, { recursive: true });
  const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const npm = spawnSync('npm', ['install', '--prefix', folder, ...flags, `${name}@${version}`], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.status === 0 && existsSync(installed)) return installed;
  console.log(
    `${name}@${version} can't be installed here: ${npm.stderr.trim().split('\n')[0] ?? 'npm failed'}`,
  );
  return undefined;
}
