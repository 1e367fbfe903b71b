import type * as z from 'zod';
import type * as answers from '../contract/operations/answers';
import { formatInstant, type Instant, MICROSECONDS } from '../domain/instant';
import type { AuditReport } from '../domain/promises';
import { latestMinuteOf, type Stock } from '../domain/stock';

interface Feed {
  readonly results: readonly Stock[];
  readonly next: string | null;
  readonly depth: { readonly waiting: number; readonly taken: number };
  readonly report: AuditReport | undefined;
  readonly now: Instant;
  readonly quoteMaxAgeSeconds: number;
}

export function feedView({
  results,
  next,
  depth,
  report,
  now,
  quoteMaxAgeSeconds,
}: Feed): z.input<typeof answers.feed> {
  return {
    results: results.map((stock) => stockFeedView(stock, now)),
    next,
    checked_at: formatInstant(now),
    quote_max_age_seconds: quoteMaxAgeSeconds,
    dead_letters: depth,
    latest_audit: report ? latestAudit(report) : null,
  };
}

function latestAudit({ finishedAt, counts, violationCount }: AuditReport) {
  return {
    finished_at: finishedAt === undefined ? null : formatInstant(finishedAt),
    orders_checked: counts.orders,
    violation_count: violationCount,
  };
}

function stockFeedView(stock: Stock, now: Instant): z.input<typeof answers.stockFeed> {
  const { id, name, quote } = stock;
  const minute = latestMinuteOf(stock);
  return {
    stock_id: id,
    name,
    timestamp: quote ? formatInstant(quote.timestamp) : null,
    received_at: quote ? formatInstant(quote.receivedAt) : null,
    // Machines' clocks may differ: an age is never negative.
    age_seconds: quote ? Math.max(0, now - quote.receivedAt) / MICROSECONDS.second : null,
    minute: minute ? { timestamp: formatInstant(minute.start), ticks: minute.count } : null,
  };
}
