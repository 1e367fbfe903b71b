import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { bundleConsole } from '../../web/bundle/bundle-console';

let folder: string;
let outputs: Metafile['outputs'];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'console-'));
  outputs = await bundleConsole(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KB = 1024;

function zippedSize(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(folder, file))).length, 0);
}

function outputNamed(prefix: string): string {
  return Object.keys(outputs).find((file) => path.basename(file).startsWith(prefix)) ?? '';
}

/** The output with everything that it imports at once. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement') withImports(`assets/${path.basename(imported)}`, seen);
  }
  return seen;
}

test('the initial load is small', () => {
  expect(zippedSize(withImports(outputNamed('console-')))).toBeLessThan(60 * KB);
  expect(zippedSize([outputNamed('style-')])).toBeLessThan(9 * KB);
  expect(zippedSize([outputNamed('inter-')])).toBeLessThan(48 * KB);
});

test('the stock page with its chart and all other pages stay within budget', () => {
  const shell = [...withImports(outputNamed('console-')), outputNamed('style-'), outputNamed('inter-')];
  const stock = [...withImports(outputNamed('trade-page-')), ...withImports(outputNamed('draw-chart-'))];
  expect(zippedSize(new Set([...shell, ...stock]))).toBeLessThan(175 * KB);
  for (const name of ['outside-', 'trade-page-', 'opened-next-', 'admin-page-']) {
    expect(outputNamed(name)).not.toBe('');
    const page = new Set([...shell, ...withImports(outputNamed(name))]);
    expect(zippedSize(page)).toBeLessThan(125 * KB);
    // Each is a round of its own where a connection carries one at a time.
    expect(page.size).toBeLessThan(25);
  }
});

test('the events client has its own chunk, which nothing waits for', () => {
  const transport = outputNamed('mqtt-transport-');
  expect(withImports(outputNamed('console-'))).not.toContain(transport);
  // As the package ships it; no option of ours makes it smaller.
  expect(zippedSize([transport])).toBeLessThan(104 * KB);
});

test('nothing is evaluated as code, and nothing is inline', () => {
  const scripts = readdirSync(path.join(folder, 'assets')).filter((file) => file.endsWith('.js'));
  for (const script of scripts) {
    const text = readFileSync(path.join(folder, 'assets', script), 'utf8');
    expect(text.match(/\beval\(|new Function\(/g)).toBeNull();
  }
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on\w+=/);
  expect(page).not.toMatch(/https?:/);
});

test('everything in the bundle is in the list of licenses', () => {
  const listed = readFileSync(path.join(folder, 'licenses.txt'), 'utf8');
  for (const name of [
    'preact ',
    '@preact/signals ',
    'lightweight-charts ',
    'mqtt ',
    '@tanstack/query-core ',
    '@iconify-json/lucide ',
    '@fontsource-variable/inter ',
  ]) {
    expect(listed).toContain(name);
  }
  expect(listed).toContain('SIL OPEN FONT LICENSE');
  expect(listed).toContain('Apache License');
  expect(listed).toContain('Lucide Icons and Contributors');
});
