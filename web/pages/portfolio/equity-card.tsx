import { useState } from 'preact/hooks';
import type { Equity } from '../../api/answers';
import { useQuery } from '../../api/query';
import { formatMoney } from '../../format/money';
import { formatMoment } from '../../format/time';
import { Gain } from '../../parts/change';
import { Icon } from '../../parts/icon';
import { Segments } from '../../parts/segments';
import { Awaited } from '../../parts/states';
import { equity } from '../../reads/account';
import { preferences } from '../../settings/preferences';
import { EquityChart } from './equity-chart';
import { EquityTable } from './equity-table';

const DAY_MS = 86_400_000;

const RANGES = [
  { value: '1', text: '1 day' },
  { value: '7', text: '1 week' },
  { value: '30', text: '1 month' },
  { value: '365', text: '1 year' },
] as const;

/** To the minute, so that drawing again does not ask again. */
function daysAgo(days: string): string {
  const fromMs = Date.now() - Number(days) * DAY_MS;
  return new Date(Math.floor(fromMs / 60_000) * 60_000).toISOString();
}

/** What there was over time, and what of it was gained. */
export function EquityCard({ userId }: { userId: string }) {
  const [chosen, choose] = useState<{ days: (typeof RANGES)[number]['value']; from: string }>(() => ({
    days: '30',
    from: daysAgo('30'),
  }));
  const [isTable, setTable] = useState(false);
  const read = useQuery(equity(userId, chosen.from));
  return (
    <section class="card" aria-label="Equity over time">
      <div class="card-h equity-h">
        <h2>Equity over time</h2>
        {read.data && <Summary course={read.data} />}
        <span class="push row">
          <Segments
            label="Range"
            value={chosen.days}
            options={RANGES}
            onChange={(days) => choose({ days, from: daysAgo(days) })}
          />
          <button
            type="button"
            class="btn-ic"
            aria-label={isTable ? 'Show as chart' : 'Show as table'}
            onClick={() => setTable(!isTable)}
          >
            <Icon name={isTable ? 'chart-line' : 'table'} />
          </button>
        </span>
      </div>
      <div class="equity">
        <Awaited read={read} what="The equity" rows={5}>
          {read.data && (isTable ? <EquityTable course={read.data} /> : <EquityChart course={read.data} />)}
        </Awaited>
      </div>
    </section>
  );
}

function Summary({ course: { from, results } }: { course: Equity }) {
  const last = results.at(-1);
  if (!last) return null;
  return (
    <span class="soft">
      Profit from {momentOf(from)} to {momentOf(last.timestamp)} <Gain amount={last.profit} />
      {last.deposited !== 0 && `, net deposits ${formatMoney(last.deposited)}`}
    </span>
  );
}

function momentOf(at: string): string {
  return formatMoment(at, preferences.value.zone, Date.now());
}
