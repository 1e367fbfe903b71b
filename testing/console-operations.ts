import { TradingClient } from '../client/trading-client';

const POLL_MS = 250;
const PATIENCE_MS = 60_000;

/** What pages of administrators show: a report of the audit, and messages that were given up. */
export async function openOperations(apiUrl: string, adminPassword: string) {
  const client = new TradingClient({ baseUrl: apiUrl, retries: { attempts: 10 } });
  await client.signIn('admin', adminPassword);
  const { results } = await client.call('list-stocks', {});
  const tick = (price: number) => ({
    stock_id: results[0]?.stock_id,
    name: results[0]?.name,
    price,
    availability: 100,
    timestamp: new Date().toISOString(),
  });
  return {
    async audit(): Promise<void> {
      await client.call('run-audit');
      await until(async () => (await client.call('get-feed', {})).latest_audit !== null);
    },
    /** A message that can't be a tick. */
    async giveUp(): Promise<void> {
      const { waiting } = (await client.call('get-feed', {})).dead_letters;
      await client.call('publish-tick', { body: tick(-1) });
      await until(async () => (await client.call('get-feed', {})).dead_letters.waiting > waiting);
    },
    async tick(): Promise<void> {
      await client.call('publish-tick', { body: tick(results[0]?.price ?? 10) });
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error('the system did not follow in time');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
