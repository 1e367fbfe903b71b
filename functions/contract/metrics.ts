/** The figures that functions emit under the namespace of their stage, with the units of CloudWatch. */
export const METRICS = {
  /** Accepted by the matcher, repeated and late ones included. */
  Ticks: 'Count',
  /** Made by ticks; what an order fills when it is placed shows in the order. */
  Fills: 'Count',
  /** Overtaken by a newer one. They trade like any other, unless they are too late. */
  LateTicks: 'Count',
  /** Those that came too late to fill anything, and are only recorded. */
  TooLateTicks: 'Count',
  Duplicates: 'Count',
  /** From the time of a stock's newest tick to the commit of all that it filled. */
  Lag: 'Milliseconds',
  DeadLetters: 'Count',
  /** Attempts that were made again, for whatever reason. */
  Retries: 'Count',
  /** Those of them that another writer of the same items caused. */
  Conflicts: 'Count',
  /** Emitted by each run of the audit, mostly as zero. */
  AuditViolations: 'Count',
  /** Of audits, which may take many runs: emitted by the run that comes to the end. */
  AuditsFinished: 'Count',
  /** Orders whose time is over and that could not be closed; the next run tries again. */
  ExpiryFailures: 'Count',
  /** Requests about users that the user pool refused because it is asked too often. */
  IdentityThrottles: 'Count',
} as const;

export type MetricName = keyof typeof METRICS;
