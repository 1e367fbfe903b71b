import * as z from 'zod';
import type { AuditReport } from '../../domain/promises';
import type { Key, RawItem } from '../table/read';
import { instantField } from './fields';
import { AUDIT } from './keys';

/** The last report of a finished audit. */
export const reportKey: Key = { PK: AUDIT, SK: 'REPORT' };
/** Where an unfinished audit continues. */
export const progressKey: Key = { PK: AUDIT, SK: 'PLACE' };

const count = z.int();

/** What is undecided is stored under the name that version 0.1 gave it. */
const Report = z
  .object({
    startedAt: instantField,
    finishedAt: instantField.optional(),
    runs: count,
    counts: z.object({
      items: count,
      users: count,
      stocks: count,
      orders: count,
      fills: count,
      bookEntries: count,
    }),
    violations: z.array(
      z.object({
        promise: z.literal([1, 2, 3, 4, 5, 6, 7]),
        what: z.string(),
        items: z.array(z.string()),
      }),
    ),
    violationCount: count,
    unsettled: z.array(z.string()),
    unsettledCount: count,
  })
  .transform(({ unsettled, unsettledCount, ...report }) => ({
    ...report,
    undecided: unsettled,
    undecidedCount: unsettledCount,
  }));

const place = z.object({ PK: z.string(), SK: z.string() });

/** How far a segment of the table has been checked. */
const SegmentProgress = z.object({
  isDone: z.boolean(),
  behind: place.optional(),
  /** An item before that position that is never deleted. */
  anchor: place.optional(),
});
export type SegmentProgress = z.infer<typeof SegmentProgress>;

const Progress = z.object({ version: z.int(), report: Report, segments: z.array(SegmentProgress) });

export interface AuditProgress {
  /** Raised on every save, so only one of two concurrent audits can continue. */
  readonly version: number;
  readonly report: AuditReport;
  readonly segments: readonly SegmentProgress[];
}

export function toReportItem(report: AuditReport): RawItem {
  return { ...reportKey, ...stored(report) };
}

function stored({ undecided, undecidedCount, ...report }: AuditReport): RawItem {
  return { ...report, unsettled: undecided, unsettledCount: undecidedCount };
}

export function fromReportItem(item: RawItem): AuditReport {
  return Report.parse(item);
}

export function toProgressItem(progress: AuditProgress): RawItem {
  return { ...progressKey, ...progress, report: stored(progress.report) };
}

export function fromProgressItem(item: RawItem): AuditProgress {
  return Progress.parse(item);
}
