import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { identity } from '../api/session';
import { preferences } from '../settings/preferences';
import { ADMIN_PLACE, DEVELOPER_PLACE, SETTINGS_PLACE, TRADER_PLACES } from './navigation';
import { findOpen, helpOpen } from './overlays';

const SEQUENCE_MS = 1_000;

/** Where single keys mean letters. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    document.querySelector('dialog[open]') !== null
  );
}

/** Until when a key goes somewhere, after `g`. */
let goUntilMs = 0;

/** A key that means what its page says: not a letter of a text, nor where to go. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return isSingleKey(event) && Date.now() >= goUntilMs;
}

function isSingleKey(event: KeyboardEvent): boolean {
  return (
    !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event) && preferences.peek().singleKeys
  );
}

/** Keys that work everywhere. Single keys can be switched off (WCAG 2.1.4); Ctrl K can't be mistyped. */
export function useShortcuts(): void {
  const { route } = useLocation();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        findOpen.value = true;
        return;
      }
      if (!isSingleKey(event)) return;
      if (Date.now() < goUntilMs) {
        goUntilMs = 0;
        const href = placeOf(event.key);
        if (href === undefined) return;
        event.preventDefault();
        return route(href);
      }
      if (event.key === 'g') goUntilMs = Date.now() + SEQUENCE_MS;
      if (event.key === '?') helpOpen.value = true;
      if (event.key === '/') focusFilter(event);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [route]);
}

function placeOf(key: string): string | undefined {
  const places = [
    ...TRADER_PLACES,
    SETTINGS_PLACE,
    ...(identity.peek()?.isAdmin ? [ADMIN_PLACE, DEVELOPER_PLACE] : []),
  ];
  return places.find((place) => place.key === key)?.href;
}

function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  if (!filter) return;
  event.preventDefault();
  filter.focus();
  filter.select();
}
