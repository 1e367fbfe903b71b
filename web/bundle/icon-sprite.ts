import { readFileSync } from 'node:fs';
import { ICONS } from '../parts/icons';

interface IconSet {
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
  readonly aliases: Readonly<Record<string, { readonly parent: string }>>;
}

/** The icons that the console uses, as symbols that `<use href="#i-…">` shows. */
export function iconSprite(): string {
  const set: IconSet = JSON.parse(readFileSync(require.resolve('@iconify-json/lucide/icons.json'), 'utf8'));
  const symbols = ICONS.map((name) => symbolOf(name, set));
  return `<svg width="0" height="0" aria-hidden="true" hidden>${symbols.join('')}</svg>`;
}

function symbolOf(name: string, { icons, aliases }: IconSet): string {
  const drawing = icons[aliases[name]?.parent ?? name];
  if (drawing === undefined) throw new Error(`There is no icon named ${name}.`);
  // How lines are drawn is for the style sheet to say.
  const lines = drawing.body.replaceAll(/ (fill|stroke[a-z-]*)="[^"]*"/g, '');
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${lines}</symbol>`;
}
