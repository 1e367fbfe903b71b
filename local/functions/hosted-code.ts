// Where workers load a function's code from. Every function's asset contains its own copy of the shared files, which
// would be loaded once per function; so all are copied into one folder, where a function's file finds the shared ones
// beside it. They are the assets' files, byte for byte: what runs here is what is deployed.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { FunctionDeclaration } from '../assembly/read-functions';

export interface HostedCode {
  file: string;
  moduleName: string;
  exportName: string;
}

/** Undefined if the function's module doesn't exist. */
export function hostedCode({ name, folder, handler }: FunctionDeclaration): HostedCode | undefined {
  const [, moduleName = '', exportName = ''] = /^(.*)\.(\w+)$/.exec(handler) ?? [];
  // In the order in which Lambda looks for them.
  const own = ['.js', '.mjs', '.cjs'].map((end) => path.join(folder, moduleName + end)).find(existsSync);
  if (own === undefined) return undefined;
  if (!own.endsWith('.mjs')) return { file: own, moduleName, exportName };
  const common = path.join(path.dirname(folder), 'hosted');
  mkdirSync(common, { recursive: true });
  const shared = readdirSync(folder).filter((file) => file.endsWith('.mjs') && file !== path.basename(own));
  const areTheSame = shared.every((file) => put(path.join(folder, file), path.join(common, file)));
  const hosted = path.join(common, `${name}.mjs`);
  return { file: areTheSame && put(own, hosted) ? hosted : own, moduleName, exportName };
}

/** Returns whether `target` now has the file's content. A different one stays: functions may already have loaded it. */
function put(file: string, target: string): boolean {
  if (existsSync(target)) return readFileSync(target).equals(readFileSync(file));
  // Another process may be doing the same right now.
  const unfinished = `${target}.${process.pid}`;
  copyFileSync(file, unfinished);
  renameSync(unfinished, target);
  return true;
}
