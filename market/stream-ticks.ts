import { setTimeout as wait } from 'node:timers/promises';
import { type MessageBatch, MessageBatches } from './message-batches';
import type { Pace } from './pace';
import { SendWindow } from './send-window';
import type { TopicOf } from './ticks-topic';
import type { WireTick } from './wire-tick';

// Takes ticks from a source, packs them into messages and sends each when its last tick is due, with a bounded number
// in flight. Memory doesn't grow with the source, which is read only as fast as messages are sent.

export interface TickStreamOptions {
  ticks: AsyncIterable<WireTick> | Iterable<WireTick>;
  publish(topic: string, payload: string): Promise<void>;
  /** Whether to send a tick, given the milliseconds until it is due. */
  accepts?: (tick: WireTick, dueInMs: number) => boolean;
  topicOf: TopicOf;
  pace: Pace;
  /** Ticks of one topic per message; 1 sends each as an object, more as an array. */
  batch: number;
  /** Ends the stream early, still waiting a while for the messages in flight. */
  stop?: AbortSignal;
  inFlightMax?: number;
  onProgress?: (progress: Progress) => void;
  clock?: Clock;
}

export interface Progress {
  ticks: number;
  messages: number;
  seconds: number;
}

export interface Clock {
  nowMs(): number;
  /** Resolves early when the signal is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

const IN_FLIGHT_MAX = 64;
const LAST_ACKNOWLEDGEMENTS_MS = 5_000;
const LIMITS = {
  // Below IoT Core's 128 KB, with room for the brackets. With long names a message may hold fewer ticks than requested.
  bytes: 120 * 1024,
  waitMs: 1_000,
  waitingTicks: 20_000,
};

/** Resolves with what was acknowledged. Rejects with the first error of the source or `publish`. */
export async function streamTicks(options: TickStreamOptions): Promise<Progress> {
  const {
    publish,
    accepts = () => true,
    topicOf,
    pace,
    batch,
    stop,
    onProgress,
    clock = wallClock,
  } = options;
  const window = new SendWindow(options.inFlightMax ?? IN_FLIGHT_MAX);
  const batches = new MessageBatches({ ...LIMITS, ticks: batch });
  const startMs = clock.nowMs();
  const sent = { ticks: 0, messages: 0 };
  const progress = (): Progress => ({ ...sent, seconds: (clock.nowMs() - startMs) / 1_000 });

  const send = async ({ topic, ticks, dueMs }: MessageBatch): Promise<void> => {
    const earlyMs = startMs + dueMs - clock.nowMs();
    if (earlyMs > 0) await clock.wait(earlyMs, stop);
    if (stop?.aborted) return;
    await window.start(async () => {
      await publish(topic, batch === 1 ? ticks.join() : `[${ticks.join()}]`);
      sent.ticks += ticks.length;
      sent.messages += 1;
      onProgress?.(progress());
    });
  };

  let index = 0;
  for await (const tick of options.ticks) {
    if (stop?.aborted) break;
    // The first tick sets the pace, so it is checked before it does.
    if (index === 0 && !accepts(tick, 0)) continue;
    const dueMs = pace(tick, index);
    if (index > 0 && !accepts(tick, Math.max(0, startMs + dueMs - clock.nowMs()))) continue;
    index += 1;
    for (const message of batches.add(topicOf(tick), tick, dueMs)) await send(message);
  }
  for (const message of batches.rest()) await send(message);
  await (stop?.aborted ? drainedWithin(window, clock) : window.drained());
  return progress();
}

async function drainedWithin(window: SendWindow, clock: Clock): Promise<void> {
  const drained = new AbortController();
  await Promise.race([
    window.drained().finally(() => drained.abort()),
    clock.wait(LAST_ACKNOWLEDGEMENTS_MS, drained.signal),
  ]);
}

const wallClock: Clock = {
  nowMs: () => performance.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, signal && { signal }).catch(() => undefined),
};
