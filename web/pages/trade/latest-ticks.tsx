import type { Tick } from '../../api/answers';
import { identity } from '../../api/session';
import { formatMoney, formatShares } from '../../format/money';
import { quotes } from '../../live/quotes';
import { Directed } from '../../parts/change';
import { Columns } from '../../parts/columns';
import { Moment } from '../../parts/moment';
import { Skeleton } from '../../parts/states';

const SHOWN = 5;

/** The ticks that the page was read with, and on top the quotes that came since. */
export function LatestTicks({
  stockId,
  name,
  ticks,
}: {
  stockId: string;
  name: string;
  ticks: readonly Tick[] | undefined;
}) {
  return (
    <div class="card">
      <div class="card-h">
        <h2>Latest ticks</h2>
        {identity.value?.isAdmin && (
          <a class="more push" href={`/admin/stocks/${stockId}/ticks`}>
            All ticks
          </a>
        )}
      </div>
      {ticks === undefined ? (
        <Skeleton rows={SHOWN} />
      ) : (
        <table class="grid-t">
          <caption>Latest ticks of {name}</caption>
          <Columns of={['Time', { num: 'Offered' }, { num: 'Price' }]} />
          <TickRows stockId={stockId} ticks={ticks} />
        </table>
      )}
    </div>
  );
}

const seen = new Map<string, Tick[]>();

/** What was seen of a stock since the page was opened, newest first. */
function withNewest(stockId: string, ticks: readonly Tick[]): Tick[] {
  const live = quotes.of(stockId).value;
  const quoted =
    live?.price != null && live.timestamp !== null && live.availability !== null
      ? [{ price: live.price, availability: live.availability, timestamp: live.timestamp }]
      : [];
  const byTime = new Map(
    [...(seen.get(stockId) ?? []), ...ticks, ...quoted].map((tick) => [tick.timestamp, tick]),
  );
  const newest = [...byTime.values()]
    .sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1))
    .slice(0, SHOWN + 1);
  seen.set(stockId, newest);
  return newest;
}

function TickRows({ stockId, ticks }: { stockId: string; ticks: readonly Tick[] }) {
  const newest = withNewest(stockId, ticks);
  return (
    <tbody>
      {newest.slice(0, SHOWN).map(({ timestamp, availability, price }, index) => (
        <tr key={timestamp}>
          <td class="num soft">
            <Moment at={timestamp} as="fine" />
          </td>
          <td class="num">{formatShares(availability)}</td>
          <td class="num">
            <Directed amount={price - (newest[index + 1]?.price ?? price)}>{formatMoney(price)}</Directed>
          </td>
        </tr>
      ))}
    </tbody>
  );
}
