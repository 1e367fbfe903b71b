// Where workers load the code of a function from. The files that functions share are in the asset of each of them, and
// would be loaded once for each; so all are put into one folder, where the file of a function finds the shared ones
// beside it. They are the files of the assets, byte by byte: what runs here is what is deployed.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { FunctionDeclaration } from '../assembly/read-functions';

export interface HostedCode {
  file: string;
  moduleName: string;
  exportName: string;
}

/** Undefined when the module of the function is not there. */
export function hostedCode({ name, folder, handler }: FunctionDeclaration): HostedCode | undefined {
  const [, moduleName = '', exportName = ''] = /^(.*)\.(\w+)$/.exec(handler) ?? [];
  // As Lambda looks for it.
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

/** Whether the file is there then. Another one of that name stays: other functions may have been loaded with it. */
function put(file: string, target: string): boolean {
  if (existsSync(target)) return readFileSync(target).equals(readFileSync(file));
  // Another process may be doing the same at this moment.
  const unfinished = `${target}.${process.pid}`;
  copyFileSync(file, unfinished);
  renameSync(unfinished, target);
  return true;
}
