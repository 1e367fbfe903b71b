import type { PromiseNumber } from '../../domain/promises';

/** What a rule found wrong in what it was shown. */
export interface Fault {
  readonly promise: PromiseNumber;
  /** Tells whether another reading shows the same fault, which may come with other figures. */
  readonly subject: string;
  readonly what: string;
}
