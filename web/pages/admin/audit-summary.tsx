import type { AuditReport } from '../../api/answers';
import { formatShares } from '../../format/money';

export function AuditSummary({ report }: { report: AuditReport }) {
  const counts = [
    ['Users', report.users_checked],
    ['Stocks', report.stocks_checked],
    ['Orders', report.orders_checked],
    ['Fills', report.fills_checked],
    ['Book entries', report.book_entries_checked],
    ['Items read', report.items_read],
  ] as const;
  return (
    <dl class="facts facts-first">
      {counts.map(([name, count]) => (
        <div key={name} class="stat">
          <dt>{name}</dt>
          <dd class="num">{formatShares(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
