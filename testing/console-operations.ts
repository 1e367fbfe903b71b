import { TradingClient } from '../client/trading-client';
import { eventually } from './eventually';

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
      await eventually(
        'the report',
        async () => (await client.call('get-feed', {})).latest_audit ?? undefined,
      );
    },
    /** A message that can't be a tick. */
    async giveUp(): Promise<void> {
      const { waiting } = (await client.call('get-feed', {})).dead_letters;
      await client.call('publish-tick', { body: tick(-1) });
      await eventually('the letter', async () => {
        const { dead_letters: now } = await client.call('get-feed', {});
        return now.waiting > waiting ? now : undefined;
      });
    },
    async tick(): Promise<void> {
      await client.call('publish-tick', { body: tick(results[0]?.price ?? 10) });
    },
  };
}
