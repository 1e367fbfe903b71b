import type { ComponentChildren } from 'preact';
import type { LedgerEntry } from '../../api/answers';
import { formatGain, formatMoney, formatShares } from '../../format/money';
import { Columns } from '../../parts/columns';
import { isNarrow } from '../../parts/media';
import { Moment } from '../../parts/moment';
import { Empty } from '../../parts/states';
import { moneyMoved } from '../../portfolio/money-moved';

interface EntryTableProps {
  readonly entries: readonly LedgerEntry[];
  readonly caption: string;
  readonly emptyTitle: string;
  readonly children: ComponentChildren;
  readonly orderHref?: (orderId: string) => string;
}

function usualHref(orderId: string): string {
  return `/orders/${orderId}`;
}

export function EntryTable({
  entries,
  caption,
  emptyTitle,
  children,
  orderHref = usualHref,
}: EntryTableProps) {
  if (entries.length === 0) {
    return (
      <Empty icon="receipt" title={emptyTitle}>
        {children}
      </Empty>
    );
  }
  if (isNarrow.value) return <EntryCards entries={entries} caption={caption} orderHref={orderHref} />;
  return (
    <div class="scroll-x">
      <table class="grid-t">
        <caption>{caption}</caption>
        <Columns
          of={['Time', 'Entry', { num: 'Shares' }, { num: 'Price' }, { num: 'Money' }, { num: 'Order' }]}
        />
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td class="soft">
                <Moment at={entry.timestamp} />
              </td>
              <td>
                <EntryName entry={entry} />
              </td>
              <td class="num">{entry.total_count === null ? '' : formatShares(entry.total_count)}</td>
              <td class="num">{entry.stock_price === null ? '' : formatMoney(entry.stock_price)}</td>
              <td class="num strong">
                <MoneyMoved entry={entry} />
              </td>
              <td class="soft num">
                {entry.order_id && (
                  <a class="link-quiet" href={orderHref(entry.order_id)}>
                    …{entry.order_id.slice(-6)}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryName({ entry }: { entry: LedgerEntry }) {
  const tone = entry.type === 'Buy' ? 'up' : entry.type === 'Sell' ? 'down' : '';
  return (
    <>
      <span class={`strong ${tone}`}>{entry.type}</span>{' '}
      {entry.stock_id && (
        <a class="link-quiet" href={`/stocks/${entry.stock_id}`}>
          {entry.stock}
        </a>
      )}
      {entry.by && <span class="muted"> by {entry.by.username}</span>}
      {asideOf(entry)}
    </>
  );
}

/** What the figures of a line don't say by themselves. */
function asideOf({ fee, realized_profit: profit }: LedgerEntry) {
  const asides = [
    ...(profit === null ? [] : [`profit ${formatGain(profit)}`]),
    ...(fee === null || fee === 0 ? [] : [`fee ${formatMoney(fee)}`]),
  ];
  return asides.length === 0 ? null : <span class="muted num">, {asides.join(', ')}</span>;
}

function MoneyMoved({ entry }: { entry: LedgerEntry }) {
  const moved = moneyMoved(entry);
  return (
    <>
      {moved > 0 ? '+' : ''}
      {formatMoney(moved)}
    </>
  );
}

function EntryCards({
  entries,
  caption,
  orderHref,
}: {
  entries: readonly LedgerEntry[];
  caption: string;
  orderHref: (orderId: string) => string;
}) {
  return (
    <ul class="cards" aria-label={caption}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <div class="l1">
            <span>
              <EntryName entry={entry} />
            </span>
            <b class="num strong">
              <MoneyMoved entry={entry} />
            </b>
          </div>
          <div class="l2">
            <span class="num">
              {entry.total_count !== null &&
                `${formatShares(entry.total_count)} at ${formatMoney(entry.stock_price)}`}
              {entry.order_id && (
                <>
                  {', '}
                  <a class="link-quiet" href={orderHref(entry.order_id)}>
                    order …{entry.order_id.slice(-6)}
                  </a>
                </>
              )}
            </span>
            <Moment at={entry.timestamp} />
          </div>
        </li>
      ))}
    </ul>
  );
}
