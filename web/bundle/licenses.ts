import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** Packages whose work is in the output without esbuild having bundled a file of theirs. */
const DRAWN_FROM = ['@iconify-json/lucide'];

/** Texts that packages leave out. */
const LEFT_OUT = new Map([['@iconify-json/lucide', path.join(__dirname, 'lucide-license.txt')]]);

/** The names, versions and license texts of all that the console is built of. */
export function licenses(outputs: Metafile['outputs']): string {
  return [...packagesOf(outputs), ...DRAWN_FROM.map(folderOf)].toSorted().map(licenseOf).join('\n\n');
}

function packagesOf(outputs: Metafile['outputs']): Set<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return new Set(folders.map((folder) => path.resolve(__dirname, '..', '..', folder)));
}

function folderOf(name: string): string {
  return path.dirname(require.resolve(`${name}/package.json`));
}

function licenseOf(folder: string): string {
  const description: { name: string; version: string; license?: string } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = [...files.map((file) => path.join(folder, file)), LEFT_OUT.get(description.name) ?? '']
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').trim());
  const title = `${description.name} ${description.version}, ${description.license ?? 'license as below'}`;
  return [title, '='.repeat(title.length), ...texts].join('\n');
}
