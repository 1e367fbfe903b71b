import { startBroker } from '../../local/broker/broker';
import type { Broker } from '../../local/broker/message';
import { type DemoMarket, startDemoMarket } from '../../market/demo-market';
import { demoStocks } from '../../market/demo-stocks';
import { randomWalk } from '../../market/random-walk';
import { topicPerStock } from '../../market/ticks-topic';
import { wireTick } from '../../market/wire-tick';
import { Inbox } from '../../testing/brokers/messages';

let inbox: Inbox;
let broker: Broker;
let market: DemoMarket;

const RUNNING = { running: true, ticks_per_second: 200, drift_percent: 0, quiet: [] };

beforeEach(async () => {
  inbox = new Inbox();
  const address = { kind: 'embedded', host: '127.0.0.1', port: 0 } as const;
  const topicFilter = 'thndr-trading/#';
  broker = await startBroker({ ...address, topicFilter, deliver: inbox.deliver, log: () => undefined });
  market = await startDemoMarket({ brokerUrl: broker.url, topicOf: topicPerStock('thndr-trading'), seed: 1 });
});
afterEach(async () => {
  await market.stop();
  await broker.stop();
});

test('quiet stocks have no ticks, and the others go on', async () => {
  const [first, ...others] = demoStocks(5);
  market.steer({ ...RUNNING, quiet: [first?.stockId ?? ''] });
  const before = inbox.payloads.length;
  await inbox.hasReceived(before + 20);
  // The one that was under way when it was told may still come.
  const ticks = inbox.payloads.slice(before + 1).map((payload) => wireTick.parse(JSON.parse(payload)));
  expect(new Set(ticks.map(({ name }) => name))).toEqual(new Set(others.map(({ name }) => name)));
});

test('a halted market resumes', async () => {
  market.steer(RUNNING);
  await inbox.hasReceived(3);
  market.steer({ ...RUNNING, running: false });
  expect(market.state()).toMatchObject({ running: false });
  const halted = inbox.payloads.length;
  market.steer(RUNNING);
  await inbox.hasReceived(halted + 5);
  expect(market.state().stocks.map(({ name }) => name)).toContain('CIB');
});

test('a drift moves prices, but not without limit', () => {
  const stocks = demoStocks(1);
  const start = (stocks[0]?.priceCents ?? 0) / 100;
  const pricesAfter = (drift: number, ticks: number) => {
    const walk = randomWalk({ seed: 1, stocks, drift: () => drift });
    let price = 0;
    for (let tick = 0; tick < ticks; tick++) price = Number(walk.next().value.price);
    return price;
  };
  expect(pricesAfter(0.01, 200)).toBeGreaterThan(start * 3);
  expect(pricesAfter(-0.01, 200)).toBeLessThan(start / 3);
  expect(pricesAfter(0.01, 5_000)).toBeLessThan(start * 30);
  expect(pricesAfter(-0.01, 5_000)).toBeGreaterThan(0);
});
