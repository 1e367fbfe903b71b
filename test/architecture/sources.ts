import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(__dirname, '../..');

/** Every folder with code of ours. */
export const FOLDERS = [
  'bench',
  'client',
  'functions',
  'lib',
  'local',
  'market',
  'scripts',
  'test',
  'testing',
  'web',
] as const;

export interface Import {
  readonly file: string;
  /** A path within the repository without its extension, or the name of a package. */
  readonly target: string;
}

export const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)'([^'\n]+)'/g;

export function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|js)$/.test(name) && !name.startsWith('dist'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
}

export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

export function importsOf(file: string): Import[] {
  return [...textOf(file).matchAll(IMPORT)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.')
      ? withoutExtension(path.posix.join(path.posix.dirname(file), specifier))
      : specifier,
  }));
}

export function withoutExtension(file: string): string {
  return file.replace(/\.(?:tsx?|js)$/, '');
}

export function isOurs(target: string): boolean {
  return FOLDERS.some((folder) => target.startsWith(`${folder}/`));
}
