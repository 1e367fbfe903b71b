/** A broken promise, by its number. */
export interface Violation {
  readonly promise: number;
  readonly what: string;
}

export class Findings {
  readonly violations: Violation[] = [];

  expect(promise: number, holds: boolean, otherwise: string): void {
    if (!holds) this.violations.push({ promise, what: otherwise });
  }
}
