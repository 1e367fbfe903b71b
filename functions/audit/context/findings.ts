import type { AuditCounts, AuditReport, Violation } from '../../domain/promises';

const MAX_VIOLATIONS = 100;
const MAX_UNDECIDED = 20;
const MAX_ITEMS = 10;

/** What an audit has found so far. It keeps the first few of each kind and counts the rest. */
export class Findings {
  private readonly counts: { -readonly [Name in keyof AuditCounts]: number };
  private readonly violations: Violation[];
  private readonly undecided: string[];
  private violationCount: number;
  private undecidedCount: number;

  constructor(
    private readonly earlier: AuditReport,
    private readonly onViolation: (violation: Violation) => void = () => {},
  ) {
    this.counts = { ...earlier.counts };
    this.violations = [...earlier.violations];
    this.undecided = [...earlier.undecided];
    this.violationCount = earlier.violationCount;
    this.undecidedCount = earlier.undecidedCount;
  }

  count(what: keyof AuditCounts, by = 1): void {
    this.counts[what] += by;
  }

  report({ promise, what, items }: Violation): void {
    const violation = { promise, what, items: [...new Set(items)].slice(0, MAX_ITEMS) };
    if (this.violations.some((known) => known.promise === promise && known.what === what)) return;
    this.violationCount++;
    if (this.violations.length < MAX_VIOLATIONS) this.violations.push(violation);
    this.onViolation(violation);
  }

  leaveUndecided(what: string): void {
    this.undecidedCount++;
    if (this.undecided.length < MAX_UNDECIDED) this.undecided.push(what);
  }

  toReport(): AuditReport {
    const { earlier, counts, violations, violationCount, undecided, undecidedCount } = this;
    return {
      ...earlier,
      counts: { ...counts },
      violations: [...violations],
      violationCount,
      undecided: [...undecided],
      undecidedCount,
    };
  }
}
