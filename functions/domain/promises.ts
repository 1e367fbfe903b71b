import type { Instant } from './instant';

/** What the system promises about money and shares at every moment. */
export const PROMISES = {
  1: 'Nothing available or frozen is below zero.',
  2: 'What is frozen is what open orders hold.',
  3: 'Available and frozen together are the sum of the ledger.',
  4: 'Every fill is at the price of a recorded tick and within the bounds of its order.',
  5: 'The buys filled from one tick take no more than its availability.',
  6: 'What an order filled and what remains of it are its total, and it ends in one way only.',
  7: 'The book holds exactly the open orders.',
} as const;

export type PromiseNumber = keyof typeof PROMISES;

/** A broken promise, with the items that show it. */
export interface Violation {
  readonly promise: PromiseNumber;
  readonly what: string;
  readonly items: readonly string[];
}

export interface AuditCounts {
  readonly items: number;
  readonly users: number;
  readonly stocks: number;
  readonly orders: number;
  readonly fills: number;
  readonly bookEntries: number;
}

export interface AuditReport {
  readonly startedAt: Instant;
  /** Undefined until everything is checked. */
  readonly finishedAt?: Instant | undefined;
  /** A large table takes several; each continues where the previous one stopped. */
  readonly runs: number;
  readonly counts: AuditCounts;
  /** Only the first ones; `violationCount` counts all. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  /** What couldn't be judged, because it kept changing or was too large for one run. */
  readonly undecided: readonly string[];
  readonly undecidedCount: number;
}
