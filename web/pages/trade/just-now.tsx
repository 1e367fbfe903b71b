import { useList } from '../../api/query';
import { type Happening, happenings } from '../../live/happenings';
import { connectedness } from '../../live/live';
import { happeningText } from '../../parts/happening-text';
import { Icon } from '../../parts/icon';
import { Moment } from '../../parts/moment';
import { Empty, Skeleton } from '../../parts/states';
import { ledger } from '../../reads/account';

const SHOWN = 5;
const NEW_MS = 10_000;

/** What happened since the page was opened, and before that the latest fills of the ledger. */
export function JustNow() {
  const { entries, isPending } = useList(ledger('me'));
  const fills = entries
    .filter(({ type }) => type === 'Buy' || type === 'Sell')
    .map((entry): Happening => ({ kind: 'fill', id: entry.id, at: entry.timestamp, entry }));
  const live = happenings.value;
  const known = new Set(live.map(({ id }) => id));
  const shown = [...live, ...fills.filter(({ id }) => !known.has(id))]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, SHOWN);
  return (
    <div class="card">
      <div class="card-h">
        <h2>Just now</h2>
        <span class="muted push">{connectedness.value.state === 'live' ? 'live' : ''}</span>
      </div>
      {shown.length === 0 && isPending && <Skeleton rows={3} />}
      {shown.length === 0 && !isPending && (
        <Empty icon="clock" title="Nothing yet">
          Orders and fills appear here as they happen.
        </Empty>
      )}
      <ol class="feed">
        {shown.map((happening) => (
          <HappeningRow key={`${happening.kind}-${happening.id}`} happening={happening} />
        ))}
      </ol>
    </div>
  );
}

function HappeningRow({ happening }: { happening: Happening }) {
  const { title, detail, icon, tone } = happeningText(happening);
  const orderId = happening.kind === 'fill' ? happening.entry.order_id : happening.order.id;
  const isNew = happening.kind === 'fill' && Date.now() - Date.parse(happening.at) < NEW_MS;
  return (
    <li class={isNew ? 'new' : ''}>
      <Icon name={icon} class={tone} />
      <span>
        <a class="strong" href={`/orders/${orderId}`}>
          {title}
        </a>
        <br />
        <span class="soft num terms">{detail}</span>
      </span>
      <Moment at={happening.at} />
    </li>
  );
}
