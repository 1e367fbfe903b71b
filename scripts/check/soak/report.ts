import * as z from 'zod';

/** What a client process did, sent to its parent at the end. */
export const reportSchema = z.object({
  requests: z.int(),
  refused: z.int(),
  ticks: z.int(),
  unexpected: z.array(z.string()),
});
export type ClientReport = z.infer<typeof reportSchema>;

export const NOTHING_DONE: ClientReport = { requests: 0, refused: 0, ticks: 0, unexpected: [] };

export function merged(a: ClientReport, b: ClientReport): ClientReport {
  return {
    requests: a.requests + b.requests,
    refused: a.refused + b.refused,
    ticks: a.ticks + b.ticks,
    unexpected: [...a.unexpected, ...b.unexpected],
  };
}

export function sendReport(report: ClientReport): void {
  process.send?.(report, () => process.exit(0));
}
