import { useLocation, useRoute } from 'preact-iso/router';
import { useList, useQuery } from '../../api/query';
import { formatMoney, formatShares } from '../../format/money';
import { useQuotes } from '../../live/visible';
import { Columns } from '../../parts/columns';
import { CopyId } from '../../parts/copy';
import { Moment } from '../../parts/moment';
import { ShowMore } from '../../parts/more';
import { Awaited, Empty } from '../../parts/states';
import { Tabs } from '../../parts/tabs';
import { Work } from '../../parts/work';
import { stockFills, stock as stockRead, ticks as ticksRead } from '../../reads/market';
import { StockStats } from '../trade/stock-stats';
import { Book } from './stock-book';

const PARTS = { ticks: Ticks, fills: Fills, book: Book };
type Part = keyof typeof PARTS;

function isPart(name: string): name is Part {
  return Object.keys(PARTS).includes(name);
}

export function StockPage() {
  const { params } = useRoute();
  const { route } = useLocation();
  const stockId = params.id ?? '';
  const named = params.part ?? '';
  const part = isPart(named) ? named : 'ticks';
  const Shown = PARTS[part];
  const read = useQuery(stockRead(stockId));
  useQuotes([stockId]);
  const name = read.data?.name ?? 'Stock';
  return (
    <Work
      title={name}
      actions={
        <>
          <CopyId id={stockId} what={name} />
          <a class="btn btn-s" href={`/stocks/${stockId}`}>
            Trade
          </a>
        </>
      }
    >
      <section class="card stats-first" aria-label="Statistics">
        <StockStats stockId={stockId} page={read.data} />
      </section>
      <section class="card" aria-label="Records">
        <Tabs
          label="Records"
          current={part}
          onChange={(chosen) => route(`/admin/stocks/${stockId}/${chosen}`, true)}
          tabs={[
            { name: 'ticks', title: 'Ticks' },
            { name: 'fills', title: 'Fills' },
            { name: 'book', title: 'Book' },
          ]}
        >
          <Shown stockId={stockId} />
        </Tabs>
      </section>
    </Work>
  );
}

function Ticks({ stockId }: { stockId: string }) {
  const list = useList({ ...ticksRead(stockId), refetchInterval: 5_000 });
  return (
    <Awaited read={list} what="The ticks" rows={8}>
      <table class="grid-t">
        <caption>Ticks as they came, newest first</caption>
        <Columns of={['Time', { num: 'Offered' }, { num: 'Price' }]} />
        <tbody>
          {list.entries.map(({ timestamp, availability, price }, index) => (
            // Two ticks may share a timestamp; their places tell them apart.
            <tr key={`${timestamp} ${price} ${availability} ${index}`}>
              <td class="soft">
                <Moment at={timestamp} as="fine" />
              </td>
              <td class="num">{formatShares(availability)}</td>
              <td class="num">{formatMoney(price)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Foot list={list} />
    </Awaited>
  );
}

function Fills({ stockId }: { stockId: string }) {
  const list = useList(stockFills(stockId));
  return (
    <Awaited read={list} what="The fills" rows={8}>
      {list.entries.length === 0 ? (
        <Empty icon="activity" title="No fills yet">
          Every fill of this stock appears here, with names.
        </Empty>
      ) : (
        <table class="grid-t">
          <caption>Fills of everybody, newest first</caption>
          <Columns of={['Time', 'User', 'Side', { num: 'Shares' }, { num: 'Price' }, { num: 'Value' }]} />
          <tbody>
            {list.entries.map((fill) => (
              <tr key={fill.id}>
                <td class="soft">
                  <Moment at={fill.timestamp} />
                </td>
                <td>{fill.user ?? <span class="muted">unknown</span>}</td>
                <td>
                  <span class={`strong ${fill.type === 'Buy' ? 'up' : 'down'}`}>{fill.type}</span>
                </td>
                <td class="num">{formatShares(fill.total_count)}</td>
                <td class="num">{formatMoney(fill.stock_price)}</td>
                <td class="num strong">{formatMoney(fill.total_price)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Foot list={list} />
    </Awaited>
  );
}

function Foot({ list }: { list: Parameters<typeof ShowMore>[0]['list'] & { entries: readonly unknown[] } }) {
  return (
    <div class="foot">
      <span>{list.entries.length} shown</span>
      <ShowMore list={list} />
    </div>
  );
}
