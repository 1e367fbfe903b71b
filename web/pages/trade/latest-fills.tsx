import type { StockPage } from '../../api/answers';
import { identity } from '../../api/session';
import { formatMoney, formatShares } from '../../format/money';
import { Columns } from '../../parts/columns';
import { Moment } from '../../parts/moment';
import { Empty, Skeleton } from '../../parts/states';

const SHOWN = 5;

export function LatestFills({ name, fills }: { name: string; fills: StockPage['transactions'] | undefined }) {
  return (
    <div class="card">
      <div class="card-h">
        <h2>Latest fills</h2>
        <span class="muted push">all traders</span>
      </div>
      {fills === undefined && <Skeleton rows={SHOWN} />}
      {fills?.length === 0 && (
        <Empty icon="activity" title="No fills yet">
          Every fill of {name} appears here.
        </Empty>
      )}
      {fills !== undefined && fills.length > 0 && (
        <table class="grid-t">
          <caption>Latest fills in {name}</caption>
          <Columns of={['Time', 'Side', { num: 'Shares' }, { num: 'Price' }]} />
          <tbody>
            {fills.slice(0, SHOWN).map((fill) => (
              <tr key={fill.id}>
                <td class="num soft">
                  <Moment at={fill.timestamp} />
                </td>
                <td>
                  <span class={`strong ${fill.type === 'Buy' ? 'up' : 'down'}`}>{fill.type}</span>{' '}
                  <Whose user={fill.user} />
                </td>
                <td class="num">{formatShares(fill.total_count)}</td>
                <td class="num">{formatMoney(fill.stock_price)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Whose({ user }: { user: string | undefined }) {
  if (user === undefined) return null;
  if (user === identity.value?.username) return <span class="badge badge-info">you</span>;
  return <span class="badge">{user}</span>;
}
