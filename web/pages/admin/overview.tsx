import { formatAge } from '../../format/time';
import { Moment } from '../../parts/moment';
import { Awaited, Empty } from '../../parts/states';
import { Work } from '../../parts/work';
import { AuditSummary } from './audit-summary';
import { Health, useFeed } from './health';
import { useAudit } from './use-audit';

export function Overview() {
  return (
    <Work title="Overview">
      <Health />
      <div class="pair">
        <QuietStocks />
        <LastAudit />
      </div>
    </Work>
  );
}

function QuietStocks() {
  const { results, quiet } = useFeed();
  return (
    <section class="card" aria-label="Quiet stocks">
      <div class="card-h">
        <h2>Quiet stocks</h2>
        <span class="count">{quiet.length}</span>
        <a class="more push" href="/admin/feed">
          Feed health
        </a>
      </div>
      {quiet.length === 0 && (
        <Empty icon="radio" title={results.length === 0 ? 'No stocks yet' : 'All stocks are ticking'}>
          Stocks without a recent tick are listed here; their orders wait.
        </Empty>
      )}
      <ul class="cards">
        {quiet.map(({ stock_id, name, age_seconds: age }) => (
          <li key={stock_id}>
            <div class="l1">
              <a class="strong link-quiet" href={`/admin/stocks/${stock_id}/ticks`}>
                {name}
              </a>
              <span class="muted num">{age === null ? 'never ticked' : `${formatAge(age * 1000)} ago`}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastAudit() {
  const { isNone, read } = useAudit();
  const { data } = read;
  return (
    <section class="card" aria-label="Last audit">
      <div class="card-h">
        <h2>Last audit</h2>
        {data && (
          <span class="muted">
            <Moment at={data.finished_at ?? data.started_at} />
          </span>
        )}
        <a class="more push" href="/admin/audit">
          View report
        </a>
      </div>
      {isNone ? (
        <Empty icon="shield-check" title="No audit yet">
          It runs once a day and checks every item against the seven promises.
        </Empty>
      ) : (
        <Awaited read={read} what="The audit">
          {data && <AuditSummary report={data} />}
        </Awaited>
      )}
    </section>
  );
}
