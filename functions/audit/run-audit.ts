import type { AuditReport, Violation } from '../domain/promises';
import {
  type AuditProgress,
  fromProgressItem,
  progressKey,
  toProgressItem,
  toReportItem,
} from '../storage/items/audit';
import { getItem } from '../storage/table/read';
import type { Store } from '../storage/table/store';
import { transact, type Write } from '../storage/table/transact';
import { OutOfTime } from './context/audit-context';
import { Findings } from './context/findings';
import { AUDIT_LIMITS, type AuditLimits } from './context/limits';
import { KnownStocks } from './reading/known-stocks';
import { walkSegment } from './walk-segment';

export interface AuditRun {
  /** Ignores where an earlier audit stopped, as its checks may be long out of date. */
  readonly startOver?: boolean | undefined;
  /** Asked between partitions: whether it is time to save the position. */
  isTimeUp(): boolean;
  /** Asked within a partition: whether only just enough time is left to save the position. */
  mustStop(): boolean;
  onViolation?(violation: Violation): void;
  readonly limits?: Partial<AuditLimits>;
}

/** Two audits ran at once. The other one's findings stand. */
class AuditOvertaken extends Error {
  override readonly name = 'AuditOvertaken';
}

/**
 * Checks the system's promises on the live table, or on as much of it as time allows: a run that doesn't finish saves
 * its position, and the next one resumes there. Under traffic, nothing is reported that only looks wrong because it
 * was read in the middle of a change.
 *
 * @returns the report, which has no `finishedAt` while there is more to check
 */
export async function runAudit(store: Store, run: AuditRun): Promise<AuditReport> {
  const limits = { ...AUDIT_LIMITS, ...run.limits };
  const saved = await readPlace(store);
  const place = saved && !run.startOver ? saved : newPlace(store, limits, saved?.version);
  const findings = new Findings(place.report, (violation) => run.onViolation?.(violation));
  const checkTime = () => {
    if (run.mustStop()) throw new OutOfTime();
  };
  const context = { store, limits, findings, checkTime };
  const stocks = new KnownStocks(store);
  const of = place.segments.length;
  const walked = await Promise.allSettled(
    place.segments.map((from, number) =>
      walkSegment(context, stocks, { number, of }, from, () => run.isTimeUp()),
    ),
  );
  const failure = walked.find((outcome) => outcome.status === 'rejected');
  // A failed run leaves the position as it was, and the next one finds the same faults again.
  if (failure) throw failure.reason;
  const segments = walked.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const isFinished = segments.every(({ isDone }) => isDone);
  const report: AuditReport = {
    ...findings.toReport(),
    runs: place.report.runs + 1,
    finishedAt: isFinished ? store.now() : undefined,
  };
  await save(store, { version: place.version + 1, report, segments }, place.version);
  return report;
}

async function readPlace(store: Store): Promise<AuditProgress | undefined> {
  const item = await getItem(store, progressKey);
  return item && fromProgressItem(item);
}

/** Saves the position or, at the end, replaces it with the report. */
async function save(store: Store, place: AuditProgress, readVersion: number): Promise<void> {
  const isAsRead =
    readVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(PK)' }
      : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': readVersion } };
  const writes: Record<string, Write> =
    place.report.finishedAt === undefined
      ? { place: { Put: { Item: toProgressItem(place), ...isAsRead } } }
      : {
          place: { Delete: { Key: progressKey, ...isAsRead } },
          report: { Put: { Item: toReportItem(place.report) } },
        };
  if (await transact(store, writes))
    throw new AuditOvertaken('another audit has continued from the same position');
}

function newPlace(store: Store, { segments }: AuditLimits, version = 0): AuditProgress {
  const counts = { items: 0, users: 0, stocks: 0, orders: 0, fills: 0, bookEntries: 0 };
  const nothing = { violations: [], violationCount: 0, undecided: [], undecidedCount: 0 };
  return {
    version,
    report: { startedAt: store.now(), runs: 0, counts, ...nothing },
    segments: Array.from({ length: segments }, () => ({ isDone: false })),
  };
}
