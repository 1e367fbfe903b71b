import { setTimeout as wait } from 'node:timers/promises';
import type { Pace } from './pace';
import { SendWindow } from './send-window';
import type { WireTick } from './wire-tick';

// Takes ticks from a source, packs them into messages and sends each when its last tick is due, with a bounded
// number under way. Memory does not grow with the source: it is read as fast as messages leave.

export interface TickStreamOptions {
  ticks: AsyncIterable<WireTick> | Iterable<WireTick>;
  publish(payload: string): Promise<void>;
  pace: Pace;
  /** Ticks a message; 1 sends each as an object of its own, more as an array. */
  batch: number;
  /** Ends the stream early. What is under way is still waited for, for a while. */
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
// Below IoT Core's 128 KB, with room for the brackets. A batch of long names is cut shorter than asked for.
const MESSAGE_BYTES_MAX = 120 * 1024;

/** Resolves with what was acknowledged. Rejects with the first error of the source or of `publish`. */
export async function streamTicks(options: TickStreamOptions): Promise<Progress> {
  const { publish, pace, batch, stop, onProgress, clock = wallClock } = options;
  const window = new SendWindow(options.inFlightMax ?? IN_FLIGHT_MAX);
  const startMs = clock.nowMs();
  const sent = { ticks: 0, messages: 0 };
  const progress = (): Progress => ({ ...sent, seconds: (clock.nowMs() - startMs) / 1_000 });

  let pending: string[] = [];
  let pendingBytes = 0;
  let dueMs = 0;
  const send = async (): Promise<void> => {
    const earlyMs = startMs + dueMs - clock.nowMs();
    if (earlyMs > 0) await clock.wait(earlyMs, stop);
    if (stop?.aborted) return;
    const ticks = pending;
    pending = [];
    pendingBytes = 0;
    await window.start(async () => {
      await publish(batch === 1 ? ticks.join() : `[${ticks.join()}]`);
      sent.ticks += ticks.length;
      sent.messages += 1;
      onProgress?.(progress());
    });
  };

  let index = 0;
  for await (const tick of options.ticks) {
    if (stop?.aborted) break;
    const json = JSON.stringify(tick);
    if (pendingBytes + Buffer.byteLength(json) > MESSAGE_BYTES_MAX) await send();
    pending.push(json);
    pendingBytes += Buffer.byteLength(json) + 1;
    dueMs = pace(tick, index);
    index += 1;
    if (pending.length >= batch) await send();
  }
  if (pending.length > 0) await send();
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
