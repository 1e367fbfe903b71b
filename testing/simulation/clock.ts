import type { Instant } from '../../functions/domain/instant';

const START = Date.UTC(2026, 0, 5, 12) * 1000;

/** The clock of all simulated machines. It only goes forward: by a little at every step, or by a jump. */
export class SimulatedClock {
  private microseconds = START;

  /** In whole milliseconds, as machines tell the time. */
  now(): Instant {
    return (this.microseconds - (this.microseconds % 1_000)) as Instant;
  }

  advance(microseconds: number): void {
    this.microseconds += microseconds;
  }
}
