import { signal } from '@preact/signals-core';
import { TradingClient } from '../../client/trading-client';

/** How far the clock of the server is ahead of ours, as far as a header in whole seconds can tell. */
let aheadMs = 0;

export function serverNowMs(): number {
  return Date.now() + aheadMs;
}

/** Since when nothing answers: told at once, however often what asked is going to ask again. */
export const offlineSinceMs = signal<number | undefined>(undefined);

async function timedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request).catch((error: unknown) => {
    // What fetch throws when there is no answer at all; to be aborted is something else.
    if (error instanceof TypeError) offlineSinceMs.value ??= Date.now();
    throw error;
  });
  // What may come from the browser's cache proves no connection, and tells a time that is over.
  if (/max-age=[1-9]/.test(response.headers.get('cache-control') ?? '')) return response;
  offlineSinceMs.value = undefined;
  const told = Date.parse(response.headers.get('date') ?? '');
  // A difference of less than two seconds is as likely the rounding and the way as the clock.
  if (Number.isFinite(told)) aheadMs = Math.abs(told - Date.now()) > 2_000 ? told - Date.now() : 0;
  return response;
}

export const client = new TradingClient({ baseUrl: '/api', fetch: timedFetch });
