import { useState } from 'preact/hooks';
import type { AuditReport } from '../../api/answers';
import { client } from '../../api/client';
import { sentenceOf } from '../../api/problems';
import { formatShares } from '../../format/money';
import { counted } from '../../format/words';
import { Icon } from '../../parts/icon';
import { Moment } from '../../parts/moment';
import { Awaited, Empty } from '../../parts/states';
import { say } from '../../parts/toasts';
import { Work } from '../../parts/work';
import { AuditSummary } from './audit-summary';
import { useAudit } from './use-audit';

/** What the system promises of money and shares, each with what an audit counted to judge it. */
const PROMISES: readonly { text: string; counted: (report: AuditReport) => string }[] = [
  { text: 'Nothing available or held is ever below zero.', counted: users },
  { text: 'What is held is the sum of what open orders hold.', counted: orders },
  { text: 'Every balance is the sum of its ledger.', counted: users },
  { text: 'Every fill is at the price of a recorded tick, within its order’s bounds.', counted: fills },
  { text: 'The buys of one tick never take more than it offered.', counted: fills },
  { text: 'Filled and remaining make the whole, and nothing is both filled and canceled.', counted: orders },
  {
    text: 'The book has exactly the open orders.',
    counted: (report) => counted(report.book_entries_checked, 'entry', 'entries'),
  },
];

function users(report: AuditReport): string {
  return counted(report.users_checked, 'user');
}
function orders(report: AuditReport): string {
  return counted(report.orders_checked, 'order');
}
function fills(report: AuditReport): string {
  return counted(report.fills_checked, 'fill');
}

export function AuditPage() {
  // The end of the report that was there when somebody asked for another.
  const [outdated, setOutdated] = useState<string>();
  const { finishedAt, isNone, read } = useAudit();
  const latest = finishedAt ?? 'none';
  const isAwaited = outdated === latest;
  const run = async () => {
    setOutdated(latest);
    if (!(await runAudit())) setOutdated(undefined);
  };
  return (
    <Work
      title="Audit"
      actions={
        <button
          type="button"
          class="btn btn-s"
          aria-disabled={isAwaited}
          onClick={() => void (isAwaited || run())}
        >
          <Icon name="play" />
          {isAwaited ? 'Running' : 'Run now'}
        </button>
      }
    >
      {isNone ? (
        <section class="card">
          <Empty icon="shield-check" title={isAwaited ? 'The first audit is running' : 'No audit yet'}>
            Every user, order, fill and stock is checked once a day. The report appears here.
          </Empty>
        </section>
      ) : (
        <Awaited read={read} what="The audit" rows={7}>
          {read.data && <Report report={read.data} />}
        </Awaited>
      )}
    </Work>
  );
}

async function runAudit(): Promise<boolean> {
  try {
    await client.call('run-audit');
    say('The audit is running. Its report will appear here.');
    return true;
  } catch (error) {
    say(sentenceOf(error), 'bad');
    return false;
  }
}

function Report({ report }: { report: AuditReport }) {
  return (
    <>
      <section class="card" aria-label="Promises">
        <div class="card-h">
          <h2>{report.violation_count === 0 ? 'Sound' : counted(report.violation_count, 'violation')}</h2>
          <span class="muted push">
            <Moment at={report.started_at} /> to{' '}
            {report.finished_at ? <Moment at={report.finished_at} /> : 'still running'}
          </span>
        </div>
        <ol class="promises">
          {PROMISES.map(({ text, counted: countedOf }, index) => {
            const broken = report.violations.filter(({ promise }) => promise === index + 1);
            return (
              <li key={text}>
                <Icon
                  name={broken.length === 0 ? 'check' : 'triangle-alert'}
                  class={broken.length === 0 ? 'good' : 'bad'}
                />
                <div>
                  <p>
                    {index + 1}. {text}
                  </p>
                  {broken.map(({ what, items }) => (
                    <div key={what} class="broken">
                      <p class="bad">{what}</p>
                      <p class="muted items">{items.join(' · ')}</p>
                    </div>
                  ))}
                </div>
                <span class="muted num">{countedOf(report)}</span>
              </li>
            );
          })}
        </ol>
      </section>
      <section class="card" aria-label="What was read">
        <div class="card-h">
          <h2>What was read</h2>
          <span class="muted push">{counted(report.runs, 'run')}</span>
        </div>
        <AuditSummary report={report} />
        {report.unsettled_count > 0 && (
          <p class="pad soft">
            {formatShares(report.unsettled_count)} could not be judged because they kept changing:{' '}
            {report.unsettled.join(', ')}
          </p>
        )}
      </section>
    </>
  );
}
