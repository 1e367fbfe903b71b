/** Bounds an audit's memory whatever the size of the table, and sets how patiently it rechecks. */
export interface AuditLimits {
  /** Scanned in parallel. */
  readonly segments: number;
  readonly itemsPerPage: number;
  /** Orders and stocks of one user whose sums are kept at a time; a user with more is read in several passes. */
  readonly keysPerUser: number;
  /** Ticks of one stock whose fills are summed at a time. */
  readonly ticksPerStock: number;
  /** The wait before a fault is believed: longer than a commit takes to become visible in all of its items. */
  readonly settleMs: number;
  /** How many times something that keeps changing is reread. */
  readonly attempts: number;
}

export const AUDIT_LIMITS: AuditLimits = {
  segments: 8,
  itemsPerPage: 250,
  keysPerUser: 25_000,
  ticksPerStock: 5_000,
  settleMs: 2_000,
  attempts: 6,
};
