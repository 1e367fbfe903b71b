import * as z from 'zod';
import { formatInstant } from '../../domain/instant';
import { type AuditReport, PROMISES, type Violation } from '../../domain/promises';

const timestamp = z.string().meta({ format: 'date-time' });

const violation = z
  .object({
    promise: z.int().min(1).max(7),
    promised: z.string().meta({ description: 'What the promise says.' }),
    what: z.string().meta({ description: 'How it is broken.' }),
    items: z.array(z.string()).meta({ description: 'Keys of the items that show it.' }),
  })
  .meta({ id: 'Violation' });

export const auditReport = z
  .object({
    started_at: timestamp,
    finished_at: timestamp.nullable().meta({ description: 'Null until everything is checked.' }),
    runs: z.int().meta({ description: 'A large table takes several runs.' }),
    items_read: z.int(),
    users_checked: z.int(),
    stocks_checked: z.int(),
    orders_checked: z.int(),
    fills_checked: z.int(),
    book_entries_checked: z.int(),
    violation_count: z.int(),
    violations: z.array(violation).meta({ description: 'At most the first 100.' }),
    unsettled_count: z.int().meta({ description: 'How many parts of the table could not be checked.' }),
    unsettled: z.array(z.string()).meta({
      description:
        'The first 20 parts of the table that could not be checked, because they kept changing or were too large.',
    }),
  })
  .meta({
    id: 'AuditReport',
    examples: [
      {
        started_at: '2026-01-05T03:00:00Z',
        finished_at: '2026-01-05T03:00:41.5Z',
        runs: 1,
        items_read: 51204,
        users_checked: 800,
        stocks_checked: 5,
        orders_checked: 4100,
        fills_checked: 6350,
        book_entries_checked: 912,
        violation_count: 0,
        violations: [],
        unsettled_count: 0,
        unsettled: [],
      },
    ],
  });
export type AuditReportAnswer = z.infer<typeof auditReport>;

/** The report as returned by GET /audit and by the job itself. */
export function auditReportAnswer(report: AuditReport): AuditReportAnswer {
  const { startedAt, finishedAt, runs, counts } = report;
  return {
    started_at: formatInstant(startedAt),
    finished_at: finishedAt === undefined ? null : formatInstant(finishedAt),
    runs,
    items_read: counts.items,
    users_checked: counts.users,
    stocks_checked: counts.stocks,
    orders_checked: counts.orders,
    fills_checked: counts.fills,
    book_entries_checked: counts.bookEntries,
    violation_count: report.violationCount,
    violations: report.violations.map(violationAnswer),
    unsettled_count: report.undecidedCount,
    unsettled: [...report.undecided],
  };
}

function violationAnswer({ promise, what, items }: Violation) {
  return { promise, promised: PROMISES[promise], what, items: [...items] };
}
