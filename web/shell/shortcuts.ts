import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { identity } from '../api/session';
import { awaitPlace, isSingleKey, takesPlace } from '../navigation/keys';
import { ADMIN_PLACE, DEVELOPER_PLACE, SETTINGS_PLACE, TRADER_PLACES } from '../navigation/places';
import { findOpen, helpOpen } from './open-dialogs';

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
      if (takesPlace()) {
        const href = placeOf(event.key);
        if (href === undefined) return;
        event.preventDefault();
        return route(href);
      }
      if (event.key === 'g') awaitPlace();
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
