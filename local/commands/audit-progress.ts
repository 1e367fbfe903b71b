import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import type { AuditReportAnswer } from '../../functions/contract/operations/audit-report';
import { counted } from './audit-report';

export interface AuditProgress {
  show(report: AuditReportAnswer): void;
  end(): void;
}

/** A live status line on a terminal, nothing elsewhere. It is not a bar, since the table's size isn't known upfront. */
export function auditProgress(output: WriteStream): AuditProgress {
  if (!output.isTTY) return { show() {}, end() {} };
  const format = 'checking, {duration_formatted} | {counted} | violations: {violations}';
  const line = new SingleBar({ format, stream: output, hideCursor: true, clearOnComplete: true });
  line.start(1, 0, { counted: 'reading', violations: 0 });
  return {
    show: (report) => line.update(0, { counted: counted(report), violations: report.violation_count }),
    end: () => line.stop(),
  };
}
