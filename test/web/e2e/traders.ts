import { TradingClient } from '../../../client/trading-client';
import type { Product } from '../../../scripts/check/product';

export const TRADER_PASSWORD = 'Keep-it-secret-1';

let traders = 0;

/** Somebody with money and without a past, whatever was tried before. @returns the username */
export async function newTrader({ url }: Pick<Product, 'url'>): Promise<string> {
  const client = new TradingClient({ baseUrl: `${url}/api`, retries: { attempts: 10 } });
  const username = `trader-${process.pid}-${++traders}`;
  const user = { username, email: `${username}@example.com`, password: TRADER_PASSWORD };
  await client.call('create-user', { body: user });
  await client.signIn(username, TRADER_PASSWORD);
  await client.call('deposit', { path: { user_id: 'me' }, body: { amount: 100_000 } });
  return username;
}
