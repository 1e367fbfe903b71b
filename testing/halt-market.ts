import { TradingClient } from '../client/trading-client';
import { LOCAL_MARKET_PATH, type LocalMarketSettings } from '../functions/contract/local-market';

/** Pauses the demo market of `npm start`: screenshots of a moving market would all differ. */
export async function haltMarket(url: string, adminPassword: string): Promise<void> {
  const client = new TradingClient({ baseUrl: `${url}/api` });
  await client.signIn('admin', adminPassword);
  const halted: LocalMarketSettings = { running: false, ticks_per_second: 5, drift_percent: 0, quiet: [] };
  const answer = await fetch(url + LOCAL_MARKET_PATH, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await client.accessToken()}` },
    body: JSON.stringify(halted),
  });
  if (!answer.ok) throw new Error(`pausing the demo market failed: ${await answer.text()}`);
}
