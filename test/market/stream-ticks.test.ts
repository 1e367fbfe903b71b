import { asFastAsAcknowledged, atRate } from '../../market/pace';
import { type Clock, type Progress, streamTicks } from '../../market/stream-ticks';
import { topicPerStock } from '../../market/ticks-topic';
import type { WireTick } from '../../market/wire-tick';
import { aGate } from '../../testing/brokers/messages';
import { aTick } from '../../testing/brokers/ticks';

/** A clock that is always as late as it was told to wait. */
class FakeClock implements Clock {
  private ms = 0;
  readonly waits: number[] = [];
  nowMs(): number {
    return this.ms;
  }
  async wait(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.ms += milliseconds;
  }
}

const topicOf = topicPerStock('ticks');

function ticks(count: number): WireTick[] {
  return Array.from({ length: count }, (_, index) => aTick({ availability: index }));
}

test('each tick is a message of its own unless batches are asked for', async () => {
  const payloads: string[] = [];
  const publish = async (_topic: string, payload: string) => void payloads.push(payload);
  const progress = await streamTicks({
    topicOf,
    ticks: ticks(3),
    publish,
    pace: asFastAsAcknowledged,
    batch: 1,
  });
  expect(payloads.map((payload) => JSON.parse(payload))).toEqual(ticks(3));
  expect(progress).toMatchObject({ ticks: 3, messages: 3 });
});

test('batches are arrays in order, and the last one has what is left', async () => {
  const payloads: string[] = [];
  const publish = async (_topic: string, payload: string) => void payloads.push(payload);
  const progress = await streamTicks({
    topicOf,
    ticks: ticks(1_200),
    publish,
    pace: asFastAsAcknowledged,
    batch: 500,
  });
  const batches = payloads.map((payload): unknown[] => JSON.parse(payload));
  expect(batches.map((batch) => batch.length)).toEqual([500, 500, 200]);
  expect(batches.flat()).toEqual(ticks(1_200));
  expect(progress).toMatchObject({ ticks: 1_200, messages: 3 });
});

test("a batch that exceeds IoT Core's limit is sent in parts", async () => {
  const long = Array.from({ length: 500 }, () => aTick({ name: 'n'.repeat(500) }));
  const payloads: string[] = [];
  const publish = async (_topic: string, payload: string) => void payloads.push(payload);
  await streamTicks({ topicOf, ticks: long, publish, pace: asFastAsAcknowledged, batch: 500 });
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThanOrEqual(128 * 1024);
  expect(payloads.flatMap((payload): unknown[] => JSON.parse(payload))).toHaveLength(500);
});

test('a message is sent when its last tick is due', async () => {
  const clock = new FakeClock();
  const sentAt: number[] = [];
  const publish = async () => void sentAt.push(clock.nowMs());
  await streamTicks({ topicOf, ticks: ticks(20), publish, pace: atRate(100), batch: 5, clock });
  expect(sentAt).toEqual([40, 90, 140, 190]);
});

test("a source isn't read ahead of the acknowledgments", async () => {
  let read = 0;
  function* endless(): Generator<WireTick> {
    for (;;) {
      read += 1;
      yield aTick();
    }
  }
  const gate = aGate();
  const full = aGate();
  let underWay = 0;
  const stop = new AbortController();
  const publish = async () => {
    underWay += 1;
    if (underWay === 8) full.open();
    await gate.opened;
  };
  const streaming = streamTicks({
    topicOf,
    ticks: endless(),
    publish,
    pace: asFastAsAcknowledged,
    batch: 1,
    inFlightMax: 8,
    stop: stop.signal,
  });
  await full.opened;
  await new Promise(setImmediate);
  expect(underWay).toBe(8);
  expect(read).toBeLessThanOrEqual(9);
  stop.abort();
  gate.open();
  expect((await streaming).ticks).toBeGreaterThanOrEqual(8);
});

test('a stopped stream counts what was acknowledged and sends nothing more', async () => {
  const stop = new AbortController();
  const progress: Progress[] = [];
  const published: string[] = [];
  const total = await streamTicks({
    topicOf,
    ticks: ticks(1_000),
    publish: async (_topic, payload) => {
      published.push(payload);
      if (published.length === 10) stop.abort();
    },
    pace: atRate(100),
    batch: 1,
    stop: stop.signal,
    clock: new FakeClock(),
    onProgress: (at) => progress.push(at),
  });
  expect(published).toHaveLength(10);
  expect(total.ticks).toBe(10);
  expect(progress.map(({ ticks }) => ticks)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a stopped stream doesn't wait forever for acknowledgments", async () => {
  const stop = new AbortController();
  const publish = () => {
    stop.abort();
    return new Promise<void>(() => undefined);
  };
  const streaming = streamTicks({
    topicOf,
    ticks: ticks(3),
    publish,
    pace: asFastAsAcknowledged,
    batch: 1,
    stop: stop.signal,
    clock: new FakeClock(),
  });
  expect(await streaming).toMatchObject({ ticks: 0, messages: 0 });
});

test('the first failure ends the stream', async () => {
  let published = 0;
  const publish = async () => {
    published += 1;
    throw new Error('refused');
  };
  const streaming = streamTicks({
    topicOf,
    ticks: ticks(1_000),
    publish,
    pace: asFastAsAcknowledged,
    batch: 1,
    inFlightMax: 2,
  });
  await expect(streaming).rejects.toThrow('refused');
  expect(published).toBeLessThanOrEqual(2);
});

const STOCKS = ['a', 'b', 'c'].map((letter) => `00000000-0000-4000-8000-00000000000${letter}`);

/** What was published on each topic: how many ticks in each message, and which. */
async function streamed(source: WireTick[], batch: number, rate?: number) {
  const messages: { topic: string; ticks: WireTick[]; atMs: number }[] = [];
  const clock = new FakeClock();
  const publish = async (topic: string, payload: string) => {
    const content: WireTick[] = JSON.parse(payload);
    messages.push({ topic, ticks: content, atMs: clock.nowMs() });
  };
  const pace = rate === undefined ? asFastAsAcknowledged : atRate(rate);
  await streamTicks({ topicOf, ticks: source, publish, pace, batch, clock });
  return messages;
}

test('a message holds ticks of one stock, on its topic, in order', async () => {
  const source = Array.from({ length: 90 }, (_, index) =>
    aTick({ stock_id: STOCKS[index % 3] ?? '', availability: index }),
  );
  const messages = await streamed(source, 20);
  for (const stock of STOCKS) {
    const own = messages.filter(({ topic }) => topic === `ticks/${stock}`);
    expect(own.map((message) => message.ticks.length)).toEqual([20, 10]);
    expect(own.flatMap((message) => message.ticks)).toEqual(
      source.filter(({ stock_id }) => stock_id === stock),
    );
  }
});

test("a quiet stock's tick waits a second for others, not until its message is full", async () => {
  const [busy = '', quiet = ''] = STOCKS;
  const source = Array.from({ length: 400 }, (_, index) =>
    aTick({ stock_id: index === 50 ? quiet : busy, availability: index }),
  );
  const messages = await streamed(source, 500, 100);
  const own = messages.find(({ topic }) => topic === `ticks/${quiet}`);
  expect(own).toMatchObject({ ticks: [{ availability: 50 }] });
  // It is due at 500 ms, in the time of the source.
  expect(own?.atMs).toBeGreaterThanOrEqual(500);
  expect(own?.atMs).toBeLessThanOrEqual(1_500);
  expect(messages.flatMap((message) => message.ticks)).toHaveLength(400);
});

test('with very many stocks, messages are sent before waiting ticks fill the memory', async () => {
  const source = Array.from({ length: 45_000 }, (_, index) =>
    aTick({ stock_id: `00000000-0000-4000-8000-${String(index % 9_000).padStart(12, '0')}` }),
  );
  const messages = await streamed(source, 500);
  expect(messages.flatMap((message) => message.ticks)).toHaveLength(45_000);
  // 20,001 ticks wait at most, three of them for a few stocks: 9,000 topics, three times over.
  expect(messages).toHaveLength(9_000 + 9_000 + 4_998);
});
