import { TradingClient } from '../client/trading-client';
import { LOCAL_MARKET_PATH, type LocalMarketSettings } from '../functions/contract/local-market';

/** Halts the demo market of `npm start`: no two screenshots of a moving market are alike. */
export async function haltMarket(url: string, adminPassword: string): Promise<void> {
  const client = new TradingClient({ baseUrl: `${url}/api` });
  await client.signIn('admin', adminPassword);
  const halted: LocalMarketSettings = { running: false, ticks_per_second: 5, drift_percent: 0, quiet: [] };
  const answer = await fetch(url + LOCAL_MARKET_PATH, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await client.accessToken()}` },
    body: JSON.stringify(halted),
  });
  if (!answer.ok) throw new Error(`the demo market was not halted: ${await answer.text()}`);
}
