import { setImmediate } from 'node:timers/promises';

interface Due {
  readonly atMs: number;
  readonly number: number;
  readonly run: () => Promise<void> | void;
}

/**
 * Simulated time that advances only from one event to the next. All waiting is for events, so hours of concurrent work
 * take only as long as its calls, and always happen in the same order.
 */
export class DiscreteEvents {
  private readonly due: Due[] = [];
  private count = 0;
  nowMs = 0;

  at(atMs: number, run: Due['run']): void {
    this.due.push({ atMs: Math.max(atMs, this.nowMs), number: this.count++, run });
  }

  after(delayMs: number, run: Due['run']): void {
    this.at(this.nowMs + delayMs, run);
  }

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  /** Runs until no events are left. */
  async run(): Promise<void> {
    for (;;) {
      // Everything that can continue does so until it waits for an event.
      await setImmediate();
      const next = this.takeFirst();
      if (!next) return;
      this.nowMs = next.atMs;
      await next.run();
    }
  }

  private takeFirst(): Due | undefined {
    const first = this.due.reduce<Due | undefined>(
      (best, other) => (best && isBefore(best, other) ? best : other),
      undefined,
    );
    if (first) this.due.splice(this.due.indexOf(first), 1);
    return first;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.number < b.number);
}
