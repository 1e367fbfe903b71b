import type { Instant } from './instant';

/** What the system promises about money and shares at every moment. The numbers are those of the design. */
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

/** A promise that does not hold, with the items that show it. */
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
  /** Undefined while there is more to check. */
  readonly finishedAt?: Instant | undefined;
  /** A large table takes several: each goes on where the one before stopped. */
  readonly runs: number;
  readonly counts: AuditCounts;
  /** The first of them; `violationCount` counts all. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  /** What could not be judged, because it never held still or was too large for one run. */
  readonly unsettled: readonly string[];
  readonly unsettledCount: number;
}
