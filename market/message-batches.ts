import type { WireTick } from './wire-tick';

/** One message in the making: ticks of one topic, in their order. */
export interface MessageBatch {
  readonly topic: string;
  readonly ticks: string[];
  bytes: number;
  /** When its first and its last tick are due. */
  readonly sinceMs: number;
  dueMs: number;
}

export interface BatchLimits {
  /** Ticks a message. */
  readonly ticks: number;
  readonly bytes: number;
  /** How long a tick waits for others of its topic, in the time of the source. */
  readonly waitMs: number;
  /** Ticks of all topics that wait together: with thousands of stocks, memory is what they share. */
  readonly waitingTicks: number;
}

/** Packs ticks into messages, each topic by itself. */
export class MessageBatches {
  private readonly batches = new Map<string, MessageBatch>();
  private waitingTicks = 0;

  constructor(private readonly limits: BatchLimits) {}

  /** @returns the messages that have to leave now, the one that has waited longest first */
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

  /** What is left when the source has ended. */
  rest(): MessageBatch[] {
    return [...this.batches.values()].map((batch) => this.close(batch));
  }

  // The map holds them in the order of their first ticks.
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
