/** What bounds the memory of an audit, whatever the size of the table, and how patiently it looks again. */
export interface AuditLimits {
  /** Scanned side by side. */
  readonly segments: number;
  readonly itemsPerPage: number;
  /** Orders and stocks of one user whose sums are kept at a time; a user with more is read several times. */
  readonly keysPerUser: number;
  /** Ticks of one stock whose fills are summed up at a time. */
  readonly ticksPerStock: number;
  /** Between seeing something wrong and believing it: longer than a commit takes to reach all of its items. */
  readonly settleMs: number;
  /** How often something that keeps changing is read again. */
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
