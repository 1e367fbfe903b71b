import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { isPlainKey } from '../../navigation/keys';
import { toggleStar } from '../../settings/preferences';

/** ↑ and ↓ walk through the rows, Enter is the link's own, `*` stars. */
export function useMarketKeys(list: RefObject<HTMLElement | null>, chosen: string): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isPlainKey(event)) return;
      if (event.key === '*') {
        const row = document.activeElement?.closest<HTMLElement>('[data-stock]');
        return toggleStar(row?.dataset.stock ?? chosen);
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined || document.activeElement?.closest('[role="tablist"]')) return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>('a.n') ?? [])];
      const at = links.findIndex((link) => link === document.activeElement || link.ariaCurrent === 'true');
      const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [list, chosen]);
}
