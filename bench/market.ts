// Who trades in a benchmark, and what is published there: some users with money, and one stock.
import mqtt, { type MqttClient } from 'mqtt';
import * as z from 'zod';

export const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';
const PASSWORD = 'Bench-marks-4-us';
const USERS = 20;
const TOPIC = 'thndr-trading/ticks';

const Answer = z.looseObject({ access_token: z.string().optional(), id: z.string().optional() });

export class BenchMarket {
  readonly tokens: string[] = [];
  /** Ticks are of the past, each a millisecond after the one before it. */
  private clockMs = Date.now() - 3_600_000;

  private constructor(
    private readonly url: string,
    readonly client: MqttClient,
  ) {}

  static async open(url: string, brokerUrl: string): Promise<BenchMarket> {
    const market = new BenchMarket(url, await mqtt.connectAsync(brokerUrl));
    await market.publish(market.tick(100, 0));
    for (let user = 0; user < USERS; user++) {
      const credentials = { username: `bench${user}`, password: PASSWORD };
      await market.post('/users/', { ...credentials, email: `bench${user}@example.com` });
      const { access_token: token = '' } = await market.post('/token/', credentials);
      await market.post('/users/me/deposit/', { amount: 100_000_000 }, token);
      market.tokens.push(token);
    }
    return market;
  }

  tick(price: number, availability: number): object {
    this.clockMs += 1;
    const timestamp = new Date(this.clockMs).toISOString();
    return { stock_id: STOCK, name: 'CIB', price, availability, timestamp };
  }

  /** Resolves when the broker has acknowledged it, which is when it is processed. */
  async publish(message: object): Promise<void> {
    await this.client.publishAsync(TOPIC, JSON.stringify(message), { qos: 1 });
  }

  async post(route: string, body: object, token?: string): Promise<z.output<typeof Answer>> {
    const response = await fetch(`${this.url}/api${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
    return Answer.parse(await response.json());
  }

  /** Buys of one share each that rest until the price is between 40 and 50. */
  async placeBuys(count: number): Promise<void> {
    for (let placed = 0; placed < count; placed += 10) {
      const buyers = Array.from({ length: 10 }, (_, index) => this.tokens[(placed + index) % USERS]);
      const order = { stock_id: STOCK, total: 1, lower_bound: 40, upper_bound: 50 };
      await Promise.all(buyers.map((token) => this.post('/users/me/buy/', order, token)));
    }
  }

  async close(): Promise<void> {
    await this.client.endAsync();
  }
}
