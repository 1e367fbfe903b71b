import { signal } from '@preact/signals-core';
import { serverNowMs } from '../api/client';

/** The time of the server, for ages. It moves once a second while the page is looked at. */
export const now = signal(serverNowMs());

export function startClock(): void {
  setInterval(() => {
    if (document.visibilityState === 'visible') now.value = serverNowMs();
  }, 1_000);
  document.addEventListener('visibilitychange', () => {
    now.value = serverNowMs();
  });
}
