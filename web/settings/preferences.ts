import { type Signal, signal } from '@preact/signals-core';

/** What this browser remembers of its user's taste. Nothing in it is secret, and nothing breaks without it. */

const KEY = 'console.preferences';

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  colors: 'teal-red' | 'blue-orange' | 'red-up';
  density: 'normal' | 'compact' | 'roomy';
  zone: 'local' | 'utc';
  singleKeys: boolean;
  notifyFills: boolean;
  chart: 'candles' | 'line';
  starred: readonly string[];
  lastStock: string;
}

const DEFAULTS: Preferences = {
  theme: 'system',
  colors: 'teal-red',
  density: 'normal',
  zone: 'local',
  singleKeys: true,
  notifyFills: false,
  chart: 'candles',
  starred: [],
  lastStock: '',
};

/** What was stored counts where it is of the kind that is expected. */
function stored(): Preferences {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof found !== 'object' || found === null) return DEFAULTS;
    const kept = Object.entries(found).filter(([name, value]) => isLikeDefault(name, value));
    return { ...DEFAULTS, ...Object.fromEntries(kept) };
  } catch {
    return DEFAULTS;
  }
}

function isLikeDefault(name: string, value: unknown): boolean {
  const usual = Object.entries(DEFAULTS).find(([known]) => known === name)?.[1];
  return (
    usual !== undefined && typeof usual === typeof value && Array.isArray(usual) === Array.isArray(value)
  );
}

export const preferences: Signal<Preferences> = signal(stored());

export function prefer(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.value));
  } catch {
    // A browser that keeps nothing forgets it at the next visit, and that is all.
  }
  showAppearance();
}

export function showAppearance(): void {
  const { theme, colors, density } = preferences.value;
  Object.assign(document.documentElement.dataset, { theme, colors, density });
}

export function isStarred(stockId: string): boolean {
  return preferences.value.starred.includes(stockId);
}

export function toggleStar(stockId: string): void {
  const { starred } = preferences.value;
  prefer({ starred: isStarred(stockId) ? starred.filter((id) => id !== stockId) : [...starred, stockId] });
}
