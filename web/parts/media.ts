import { type ReadonlySignal, signal } from '@preact/signals-core';

function matching(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const isMatching = signal(list.matches);
  list.addEventListener('change', () => {
    isMatching.value = list.matches;
  });
  return isMatching;
}

/** Room for the market beside a stock. */
export const isWide = matching('(min-width: 1280px)');
export const isNarrow = matching('(max-width: 759px)');
/** Of the system; what is set for this page is in the preferences. */
export const prefersDark = matching('(prefers-color-scheme: dark)');
