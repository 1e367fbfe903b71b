import type { WireTick } from './wire-tick';

/** One message being assembled: ticks of one topic, in order. */
export interface MessageBatch {
  readonly topic: string;
  readonly ticks: string[];
  bytes: number;
  /** When its first (sinceMs) and last (dueMs) ticks are due. */
  readonly sinceMs: number;
  dueMs: number;
}

export interface BatchLimits {
  /** Ticks per message. */
  readonly ticks: number;
  readonly bytes: number;
  /** How long a tick waits for others of its topic, by the source's time. */
  readonly waitMs: number;
  /** Ticks waiting over all topics, which bounds memory with thousands of stocks. */
  readonly waitingTicks: number;
}

/** Packs ticks into messages, separately per topic. */
export class MessageBatches {
  private readonly batches = new Map<string, MessageBatch>();
  private waitingTicks = 0;

  constructor(private readonly limits: BatchLimits) {}

  /** @returns the messages that must be sent now, the longest waiting first */
  add(topic: string, tick: WireTick, dueMs: number): MessageBatch[] {
    const { limits } = this;
    const json = JSON.stringify(tick);
    const bytes = Buffer.byteLength(json) + 1;
    const leaving = this.overdue(dueMs);
    const open = this.batches.get(topic);
    if (open && open.bytes + bytes > limits.bytes) leaving.push(this.close(open));

    const batch = this.batches.get(topic) ?? { topic, ticks: [], bytes: 0, sinceMs: dueMs, dueMs };
    this.batches.set(topic, batch);
    batch.ticks.push(json);
    batch.bytes += bytes;
    batch.dueMs = dueMs;
    this.waitingTicks += 1;
    if (batch.ticks.length >= limits.ticks) leaving.push(this.close(batch));
    return this.waitingTicks > limits.waitingTicks ? [...leaving, ...this.rest()] : leaving;
  }

  /** The remaining messages once the source has ended. */
  rest(): MessageBatch[] {
    return [...this.batches.values()].map((batch) => this.close(batch));
  }

  // The map is in order of the batches' first ticks.
  private overdue(nowMs: number): MessageBatch[] {
    const leaving: MessageBatch[] = [];
    for (const batch of this.batches.values()) {
      if (nowMs - batch.sinceMs < this.limits.waitMs) break;
      leaving.push(this.close(batch));
    }
    return leaving;
  }

  private close(batch: MessageBatch): MessageBatch {
    this.batches.delete(batch.topic);
    this.waitingTicks -= batch.ticks.length;
    return batch;
  }
}
