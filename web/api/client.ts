import { TradingClient } from '../../client/trading-client';

/** How far the clock of the server is ahead of ours, as far as a header in whole seconds can tell. */
let aheadMs = 0;

export function serverNowMs(): number {
  return Date.now() + aheadMs;
}

async function timedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const told = Date.parse(response.headers.get('date') ?? '');
  // A difference of less than two seconds is as likely the rounding and the way as the clock.
  if (Number.isFinite(told)) aheadMs = Math.abs(told - Date.now()) > 2_000 ? told - Date.now() : 0;
  return response;
}

export const client = new TradingClient({ baseUrl: '/api', fetch: timedFetch });
