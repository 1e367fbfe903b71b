import type { AuditReportAnswer } from '../../functions/contract/operations/audit-report';

/** The report as text for people. */
export function reportText(report: AuditReportAnswer): string {
  const { violations, violation_count, unsettled, unsettled_count } = report;
  return [
    verdict(report),
    counted(report),
    ...violations.flatMap(({ promise, promised, what, items }) => [
      '',
      `Promise ${promise} is broken: ${promised}`,
      `  ${what}`,
      ...items.map((item) => `  - ${item}`),
    ]),
    ...andMore(violation_count - violations.length, 'violations'),
    ...(unsettled_count > 0 ? ['', 'Undecided (run the audit again when there is less traffic):'] : []),
    ...unsettled.map((what) => `  - ${what}`),
    ...andMore(unsettled_count - unsettled.length, 'parts of the table'),
  ].join('\n');
}

function verdict({ violation_count: count, started_at, finished_at }: AuditReportAnswer): string {
  const when = `${started_at} to ${finished_at}`;
  if (count === 0) return `All seven promises hold (${when}).`;
  return `${number(count)} ${count === 1 ? 'violation' : 'violations'} (${when}).`;
}

/** `1,204 items: 12 users, 310 orders, 402 fills, 8 stocks, 95 book entries` */
export function counted(report: AuditReportAnswer): string {
  const { items_read, users_checked, orders_checked, fills_checked, stocks_checked, book_entries_checked } =
    report;
  const parts = [
    `${number(users_checked)} users`,
    `${number(orders_checked)} orders`,
    `${number(fills_checked)} fills`,
    `${number(stocks_checked)} stocks`,
    `${number(book_entries_checked)} book entries`,
  ];
  return `${number(items_read)} items: ${parts.join(', ')}`;
}

function andMore(count: number, what: string): string[] {
  return count > 0 ? ['', `and ${number(count)} more ${what}`] : [];
}

function number(count: number): string {
  return count.toLocaleString('en');
}
