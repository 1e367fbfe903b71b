/** The metrics that functions emit in their stage's namespace, with CloudWatch's units. */
export const METRICS = {
  /** Accepted by the matcher, including repeated and late ones. */
  Ticks: 'Count',
  /** Caused by ticks; immediate fills of new orders aren't counted. */
  Fills: 'Count',
  /** VersionConflict by a newer one. They trade like others, unless they are too late. */
  LateTicks: 'Count',
  /** Too late to fill anything, and therefore only recorded. */
  TooLateTicks: 'Count',
  Duplicates: 'Count',
  /** From the timestamp of a stock's newest tick to the commit of everything it filled. */
  Lag: 'Milliseconds',
  DeadLetters: 'Count',
  /** Repeated attempts, for any reason. */
  Retries: 'Count',
  /** Retries caused by another writer of the same items. */
  Conflicts: 'Count',
  /** Emitted by each run of the audit, mostly as zero. */
  AuditViolations: 'Count',
  /** Emitted by the run that finishes an audit, which may take many runs. */
  AuditsFinished: 'Count',
  /** Expired orders that couldn't be closed; the next run tries again. */
  ExpiryFailures: 'Count',
  /** Requests throttled by the user pool. */
  IdentityThrottles: 'Count',
} as const;

export type MetricName = keyof typeof METRICS;
