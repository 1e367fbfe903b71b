import type { Credentials } from '../local/connection/credentials';
import { demoStocks } from './demo-stocks';
import { randomWalk } from './random-walk';
import { connectTickPublisher } from './tick-publisher';
import type { TopicOf } from './ticks-topic';

// The market of `npm start`: five stocks with ever-changing prices, published over MQTT like any other feed.

export interface DemoMarketOptions extends Credentials {
  brokerUrl: string;
  topicOf: TopicOf;
  seed: number;
  ticksPerSecond?: number;
  /** Ends the market, like `stop`. */
  stop?: AbortSignal;
  log?: (line: string) => void;
}

export interface DemoMarket {
  stop(): Promise<void>;
}

const STOCKS = 5;
const TICKS_PER_SECOND = 5;
// The market pauses while the broker or the matcher can't keep up: stale prices are of no use.
const UNACKNOWLEDGED_MAX = 10;

export async function startDemoMarket(options: DemoMarketOptions): Promise<DemoMarket> {
  const { topicOf, seed, ticksPerSecond = TICKS_PER_SECOND, log = console.warn } = options;
  const publisher = await connectTickPublisher({ ...options, qos: 1 });
  const ticks = randomWalk({ seed, stocks: demoStocks(STOCKS) });
  let unacknowledged = 0;

  const publishNext = async (): Promise<void> => {
    if (!publisher.isConnected || unacknowledged >= UNACKNOWLEDGED_MAX) return;
    unacknowledged += 1;
    try {
      const { value: tick } = ticks.next();
      if (tick) await publisher.publish(topicOf(tick), JSON.stringify(tick));
    } catch (error) {
      if (!stopped) log(`demo market: ${String(error)}`);
    } finally {
      unacknowledged -= 1;
    }
  };
  const timer = setInterval(() => void publishNext(), 1_000 / ticksPerSecond);

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    clearInterval(timer);
    stopped ??= publisher.close();
    return stopped;
  };
  options.stop?.addEventListener('abort', () => void stop(), { once: true });
  return { stop };
}
