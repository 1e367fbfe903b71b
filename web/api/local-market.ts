import { ProblemError } from '../../client/problem-error';
import type { LocalMarket, LocalMarketSettings } from '../../functions/contract/local-market';
import { client } from './client';

/** The host's own, not the API's: it is there on one machine alone. */
const PATH = '/_local/market';

export function localMarket() {
  return { queryKey: ['local-market'], queryFn: () => ask({ method: 'GET' }), refetchInterval: 5_000 };
}

export function steerMarket(settings: LocalMarketSettings): Promise<LocalMarket> {
  return ask({ method: 'PUT', body: JSON.stringify(settings) });
}

async function ask(request: { method: 'GET' | 'PUT'; body?: string }): Promise<LocalMarket> {
  const token = await client.accessToken();
  const response = await fetch(PATH, {
    ...request,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (!response.ok) throw new ProblemError(response.status, text);
  const market: LocalMarket = JSON.parse(text);
  return market;
}
