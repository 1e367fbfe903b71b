import type { Instant } from '../../functions/domain/instant';

const START = Date.UTC(2026, 0, 5, 12) * 1000;

/** The clock of all simulated machines. It only moves forward: a little at each step, or in jumps. */
export class SimulatedClock {
  private microseconds = START;

  /** In whole milliseconds, like a machine's clock. */
  now(): Instant {
    return (this.microseconds - (this.microseconds % 1_000)) as Instant;
  }

  advance(microseconds: number): void {
    this.microseconds += microseconds;
  }
}
