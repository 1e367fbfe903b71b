import { toMilliseconds } from '../../functions/domain/instant';
import { readOrder } from '../../functions/storage/queries/read-order';
import { StoreUnavailable } from '../../functions/storage/table/retry';
import type { Store } from '../../functions/storage/table/store';
import { seededRandom } from '../../market/seeded-random';
import { setEnvironment, tickEventFor } from '../../testing/api';
import { aUser, buy, CIB, NOON, tick } from '../../testing/builders';
import { DiscreteEvents } from '../../testing/discrete-events';
import { logNormal, openModelledStore } from '../../testing/modelled-store';
import { keepPrintedLines } from '../../testing/printed-lines';
import { inFull } from '../../testing/scale';

/**
 * One stock whose ticks come faster than they are matched one at a time, each by an invocation of its own or in the
 * batches of a stream. Invocations, calls to the table, pauses and conflicts take their time on a clock of their own.
 */
const INVOKE_MEDIAN_MS = 25;
const INVOKE_SPREAD = 0.5;
/** What Lambda waits before it invokes again, for the second and for the third time. */
const AGAIN_AFTER_MS = [60_000, 300_000];

interface Result {
  readonly filled: number;
  readonly invokedAgain: number;
  readonly lost: number;
}

keepPrintedLines('match-ticks');
let handler: (event: unknown) => Promise<unknown>;
let useStore: (store: Store) => void;
beforeAll(async () => {
  setEnvironment('match-ticks');
  ({ handler } = await import('../../functions/feed/match-ticks'));
  ({ useStore } = await import('../../functions/environment'));
});

function messageAt(atMs: number, number: number) {
  const publishedMs = toMilliseconds(NOON) + Math.round(atMs);
  const timestamp = `${new Date(publishedMs).toISOString().slice(0, -1)}${String(number % 1000).padStart(3, '0')}Z`;
  return tickEventFor(
    { stock_id: CIB, name: 'CIB', price: 10 + (number % 5), availability: 1, timestamp },
    publishedMs,
  );
}

class Feed {
  readonly events = new DiscreteEvents();
  private readonly random = seededRandom(7);
  private invokedAgain = 0;
  private lost = 0;

  /** Each tick offers one share, and somebody waits for all of them. */
  async stream(ticksPerSecond: number, seconds: number, ingest: 'direct' | 'kinesis'): Promise<Result> {
    const count = ticksPerSecond * seconds;
    const store = await openModelledStore(this.events, this.random);
    useStore(store);
    const prepared = this.prepare(store, count);
    await this.events.run();
    const order = await prepared;
    const startMs = this.events.nowMs + 1_000;
    const messages = Array.from({ length: count }, (_, number) => {
      // Not at a beat, but as they come: on average that many in a second.
      const atMs = startMs + ((number + this.random()) * 1_000) / ticksPerSecond;
      return { atMs, event: messageAt(atMs, number) };
    });
    if (ingest === 'direct') for (const message of messages) this.invoke(message.atMs, message.event, 0);
    else this.batches(messages);
    await this.events.run();
    const reading = readOrder(store, order.userId, order.id);
    await this.events.run();
    const after = await reading;
    const filled = after ? after.total - after.remaining : 0;
    return { filled, invokedAgain: this.invokedAgain, lost: this.lost };
  }

  private async prepare(store: Store, count: number) {
    const ann = await aUser(store, { cash: 20 * count });
    await tick(store, { price: 20, availability: 0 });
    return await buy(store, ann, { total: count, upper: 19 });
  }

  private invoke(atMs: number, event: object, attempt: number): void {
    this.events.at(atMs + logNormal(INVOKE_MEDIAN_MS, INVOKE_SPREAD, this.random), () => {
      handler(event).catch((error: unknown) => {
        if (!(error instanceof StoreUnavailable)) throw error;
        const pauseMs = AGAIN_AFTER_MS[attempt];
        if (pauseMs === undefined) this.lost++;
        else {
          this.invokedAgain++;
          this.invoke(this.events.nowMs + pauseMs, event, attempt + 1);
        }
      });
    });
  }

  /** Lambda asks a shard once a second, and hands over what there is. */
  private batches(messages: readonly { atMs: number; event: object }[]): void {
    const waiting = [...messages].sort((a, b) => a.atMs - b.atMs);
    const poll = async () => {
      const ready = waiting.filter(({ atMs }) => atMs <= this.events.nowMs);
      waiting.splice(0, ready.length);
      if (ready.length > 0)
        await handler({ Records: ready.map(({ event }, index) => recordOf(event, index)) });
      if (waiting.length > 0) this.events.after(1_000, () => void poll());
    };
    this.events.at(messages[0]?.atMs ?? 0, () => void poll());
  }
}

function recordOf(event: object, index: number) {
  const data = Buffer.from(JSON.stringify(event)).toString('base64');
  return {
    kinesis: { sequenceNumber: String(index), partitionKey: 'ticks', data, approximateArrivalTimestamp: 0 },
  };
}

test('at 30 ticks a second, each with its own invocation, at least 99.9 % of them fill', async () => {
  const forSeconds = inFull(10, 2);
  const { filled, lost } = await new Feed().stream(30, forSeconds, 'direct');
  expect(lost).toBe(0);
  expect(filled / (30 * forSeconds)).toBeGreaterThanOrEqual(0.999);
}, 300_000);

test('at 100 ticks a second nothing is lost, and no invocation exhausts its retries', async () => {
  const forSeconds = inFull(2, 1);
  const { filled, lost, invokedAgain } = await new Feed().stream(100, forSeconds, 'direct');
  expect({ lost, invokedAgain }).toEqual({ lost: 0, invokedAgain: 0 });
  expect(filled).toBe(100 * forSeconds);
}, 300_000);

test.each([30, 100])(
  'through a stream, all of %p ticks a second fill',
  async (ticksPerSecond) => {
    const forSeconds = inFull(3, 1);
    expect(await new Feed().stream(ticksPerSecond, forSeconds, 'kinesis')).toEqual({
      filled: forSeconds * ticksPerSecond,
      invokedAgain: 0,
      lost: 0,
    });
  },
  300_000,
);
