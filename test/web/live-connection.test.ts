import { backOffMs } from '../../web/live/back-off';
import { LiveConnection, type LiveDependencies } from '../../web/live/connection';
import { WantedTopics } from '../../web/live/topics';
import { Refused, type TransportOptions } from '../../web/live/transport';

/** A broker that does what the test says, and a clock that moves when it says so. */
class Broker {
  readonly connects: TransportOptions[] = [];
  readonly subscribed = new Set<string>();
  answer: () => Promise<void> = async () => {};
  nowMs = 0;
  connected = 0;
  refused = 0;
  private timers: { atMs: number; act: () => void }[] = [];

  readonly wanted = new WantedTopics();

  readonly needs: LiveDependencies = {
    url: 'wss://example.com/mqtt',
    wanted: this.wanted,
    connect: async (options) => {
      await this.answer();
      this.connects.push(options);
      this.subscribed.clear();
      return {
        subscribe: async (topics) => topics.forEach((topic) => void this.subscribed.add(topic)),
        unsubscribe: async (topics) => topics.forEach((topic) => void this.subscribed.delete(topic)),
        close: () => {},
      };
    },
    credentials: async () => ({ token: 'token', userId: 'ann', expiresAtMs: this.nowMs + 3_600_000 }),
    onMessage: () => {},
    onConnect: () => {
      this.connected += 1;
    },
    onRefused: () => {
      this.refused += 1;
    },
    now: () => this.nowMs,
    random: () => 0.5,
    after: (milliseconds, act) => {
      const timer = { atMs: this.nowMs + milliseconds, act };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((other) => other !== timer);
      };
    },
  };

  async pass(milliseconds: number): Promise<void> {
    const untilMs = this.nowMs + milliseconds;
    for (;;) {
      await settled();
      const [next] = this.timers.toSorted((a, b) => a.atMs - b.atMs);
      if (!next || next.atMs > untilMs) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.nowMs = next.atMs;
      next.act();
    }
    this.nowMs = untilMs;
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

async function connected(): Promise<[Broker, LiveConnection]> {
  const broker = new Broker();
  const connection = new LiveConnection(broker.needs);
  connection.start();
  await settled();
  return [broker, connection];
}

test('it subscribes to what is wanted before it asks for what was missed', async () => {
  const broker = new Broker();
  const connection = new LiveConnection(broker.needs);
  broker.wanted.want('a');
  let seen: string[] = [];
  connection.status.subscribe(({ state }) => {
    if (state === 'live') seen = [...broker.subscribed];
  });
  connection.start();
  await settled();
  expect(seen).toEqual(['a']);
  expect(broker.connected).toBe(1);
  expect(broker.connects[0]).toMatchObject({ token: 'token', clientId: 'console-ann-80000000' });
});

test('topics change at most once per 300 ms, and two who want the same topic share it', async () => {
  const [broker] = await connected();
  const drop = broker.wanted.want('a');
  broker.wanted.want('a');
  const dropOther = broker.wanted.want('b');
  expect(broker.subscribed.size).toBe(0);
  await broker.pass(300);
  expect([...broker.subscribed]).toEqual(['a', 'b']);
  drop();
  dropOther();
  await broker.pass(300);
  expect([...broker.subscribed]).toEqual(['a']);
});

test('a lost connection reconnects, resubscribes and asks again for what was missed', async () => {
  const [broker, connection] = await connected();
  broker.wanted.want('a');
  await broker.pass(1_000);
  broker.connects[0]?.onLost();
  expect(connection.status.value).toEqual({ state: 'reconnecting', sinceMs: 1_000 });
  await broker.pass(30_000);
  expect(connection.status.value).toEqual({ state: 'live' });
  expect(broker.connected).toBe(2);
  expect([...broker.subscribed]).toEqual(['a']);
});

test('it says since when it has been down, however often it fails', async () => {
  const [broker, connection] = await connected();
  await broker.pass(5_000);
  broker.answer = async () => {
    throw new Error('no broker');
  };
  broker.connects[0]?.onLost();
  await broker.pass(120_000);
  expect(connection.status.value).toEqual({ state: 'reconnecting', sinceMs: 5_000 });
});

test('a token that is refused twice ends it', async () => {
  const broker = new Broker();
  broker.answer = async () => {
    throw new Refused('not authorized');
  };
  const connection = new LiveConnection(broker.needs);
  connection.start();
  await broker.pass(60_000);
  expect(broker.refused).toBe(1);
  expect(connection.status.value).toEqual({ state: 'off' });
});

test('it reconnects with a fresh token before its token expires', async () => {
  const [broker, connection] = await connected();
  await broker.pass(3_540_000);
  expect(broker.connects).toHaveLength(2);
  expect(connection.status.value).toEqual({ state: 'live' });
});

test('events from a previous connection are ignored', async () => {
  const [broker, connection] = await connected();
  const [first] = broker.connects;
  connection.stop();
  first?.onLost();
  await broker.pass(60_000);
  expect(broker.connects).toHaveLength(1);
  expect(connection.status.value).toEqual({ state: 'off' });
});

test('a filter keeps topics out, and lets them in again', async () => {
  const [broker, connection] = await connected();
  broker.wanted.want('trading/stocks/s/quote');
  await broker.pass(300);
  connection.restrict(() => false);
  await broker.pass(300);
  expect(broker.subscribed.size).toBe(0);
  connection.restrict(() => true);
  await broker.pass(300);
  expect(broker.subscribed.size).toBe(1);
});

test('the back-off grows to half a minute and is jittered', () => {
  expect([0, 1, 2, 9].map((attempt) => backOffMs(attempt, () => 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect(backOffMs(9, () => 0)).toBe(500);
});
