import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { iconSprite } from './icon-sprite';
import { indexHtml } from './index-html';
import { licenses } from './licenses';

const root = path.resolve(__dirname, '..', '..');

/** Browsers that know `light-dark()`, `:has()` and popovers. */
const BROWSERS = ['chrome123', 'edge123', 'firefox125', 'safari17.5'];

/** @returns what esbuild tells of the outputs, by their paths within `folder` */
export async function bundleConsole(folder: string): Promise<Metafile['outputs']> {
  rmSync(folder, { recursive: true, force: true });
  // Loaded only where something is built: who starts with what is built already needs no bundler.
  const { build } = await import('esbuild');
  const { metafile } = await build(bundleOptions(folder));
  return finishConsole(folder, metafile);
}

export function bundleOptions(folder: string) {
  return {
    absWorkingDir: root,
    entryPoints: {
      console: 'web/main.tsx',
      appearance: 'web/settings/appearance-first.ts',
      style: 'web/styles/console.css',
    },
    outdir: path.join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: BROWSERS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.woff2': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  } as const satisfies BuildOptions;
}

/** Puts beside the assets what names them. */
export function finishConsole(folder: string, { outputs: made }: Metafile): Metafile['outputs'] {
  const outputs = Object.fromEntries(
    Object.entries(made).map(([file, output]) => [path.relative(folder, path.resolve(root, file)), output]),
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), indexHtml(outputs, iconSprite()));
  writeFileSync(path.join(folder, 'icon.svg'), readFileSync(path.join(root, 'web/bundle/icon.svg')));
  writeFileSync(path.join(folder, 'licenses.txt'), licenses(outputs));
  return outputs;
}
