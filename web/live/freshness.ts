import { offlineSinceMs } from '../api/client';
import { queries } from '../api/query';

/** Asking again: after a connect, when somebody comes back, while there are no events, and now and then in any case. */

const POLL_MS = 5_000;
const SAFETY_NET_MS = 60_000;
const CHANGING = ['stocks', 'stock', 'orders', 'order', 'user', 'equity', 'fills', 'ledger'];

export async function refresh(): Promise<void> {
  await Promise.all(
    CHANGING.map((key) =>
      queries.refetchQueries({ queryKey: [key], type: 'active' }, { throwOnError: false }),
    ),
  );
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

/** @param isNeeded whether nothing else brings prices now */
export function startPolling(isNeeded: () => boolean): () => void {
  const timer = setInterval(() => {
    if (isVisible() && isNeeded()) void refresh();
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** Events may be lost without a trace, so the server is asked in any case. */
export function startSafetyNet(onOnline: () => void): () => void {
  const look = () => {
    if (isVisible()) void refresh();
  };
  const offline = () => {
    offlineSinceMs.value ??= Date.now();
  };
  const online = () => {
    onOnline();
    look();
  };
  const timer = setInterval(look, SAFETY_NET_MS);
  addEventListener('focus', look);
  addEventListener('online', online);
  addEventListener('offline', offline);
  return () => {
    clearInterval(timer);
    removeEventListener('focus', look);
    removeEventListener('online', online);
    removeEventListener('offline', offline);
  };
}
