import type { PromiseNumber } from '../../domain/promises';

/** Something a rule found wrong. */
export interface Fault {
  readonly promise: PromiseNumber;
  /** Identifies the fault across readings, in which its figures may differ. */
  readonly subject: string;
  readonly what: string;
}
