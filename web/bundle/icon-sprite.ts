import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ICONS } from '../parts/icons';

const folder = path.join(path.dirname(require.resolve('lucide-static/package.json')), 'icons');

/** The icons that the console uses, as symbols that `<use href="#i-…">` shows. */
export function iconSprite(): string {
  return `<svg width="0" height="0" aria-hidden="true" hidden>${ICONS.map(symbolOf).join('')}</svg>`;
}

function symbolOf(name: string): string {
  const drawing = readFileSync(path.join(folder, `${name}.svg`), 'utf8');
  const [, content = ''] = /<svg[^>]*>(.*)<\/svg>/s.exec(drawing) ?? [];
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${content.replace(/\s+/g, ' ').trim()}</symbol>`;
}
