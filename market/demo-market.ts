import type { LocalMarket, LocalMarketSettings } from '../functions/contract/local-market';
import type { Credentials } from './connection/credentials';
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
  state(): LocalMarket;
  steer(settings: LocalMarketSettings): void;
  stop(): Promise<void>;
}

const STOCKS = 5;
const TICKS_PER_SECOND = 5;
// The market pauses while the broker or the matcher can't keep up: stale prices are of no use.
const UNACKNOWLEDGED_MAX = 10;

export async function startDemoMarket(options: DemoMarketOptions): Promise<DemoMarket> {
  const { topicOf, seed, ticksPerSecond = TICKS_PER_SECOND, log = console.warn } = options;
  const publisher = await connectTickPublisher({ ...options, qos: 1 });
  const stocks = demoStocks(STOCKS);
  let settings: LocalMarketSettings = {
    running: true,
    ticks_per_second: ticksPerSecond,
    drift_percent: 0,
    quiet: [],
  };
  const ticks = randomWalk({ seed, stocks, drift: () => settings.drift_percent / 100 });
  let unacknowledged = 0;

  const publishNext = async (): Promise<void> => {
    if (!publisher.isConnected || unacknowledged >= UNACKNOWLEDGED_MAX) return;
    unacknowledged += 1;
    try {
      const { value: tick } = ticks.next();
      if (!settings.quiet.includes(tick.stock_id))
        await publisher.publish(topicOf(tick), JSON.stringify(tick));
    } catch (error) {
      if (!stopped) log(`demo market: ${String(error)}`);
    } finally {
      unacknowledged -= 1;
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const keepPace = () => {
    clearInterval(timer);
    if (settings.running && !stopped)
      timer = setInterval(() => void publishNext(), 1_000 / settings.ticks_per_second);
  };

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    clearInterval(timer);
    stopped ??= publisher.close();
    return stopped;
  };
  keepPace();
  options.stop?.addEventListener('abort', () => void stop(), { once: true });
  return {
    state: () => ({
      ...settings,
      stocks: stocks.map(({ stockId, name }) => ({ stock_id: stockId, name })),
    }),
    steer(given) {
      settings = given;
      keepPace();
    },
    stop,
  };
}
