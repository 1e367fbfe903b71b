import { useQuery } from '../../api/query';
import { formatAge } from '../../format/time';
import { Moment } from '../../parts/moment';
import { Empty } from '../../parts/states';
import { Work } from '../../parts/work';
import { audit } from '../../reads/administration';
import { AuditSummary } from './audit-summary';
import { Health, useFeed } from './health';

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
        <Empty icon="radio" title={results.length === 0 ? 'No stocks yet' : 'All stocks tick'}>
          A stock that brings no tick for a while shows here; its orders wait.
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
  const { data } = useQuery(audit());
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
          The report
        </a>
      </div>
      {data ? (
        <AuditSummary report={data} />
      ) : (
        <Empty icon="shield-check" title="No audit yet">
          It runs once a day, and reads the whole table against the seven promises.
        </Empty>
      )}
    </section>
  );
}
