import { useState } from 'preact/hooks';
import type { StockSummary } from '../../api/answers';
import { useList } from '../../api/query';
import { formatAverage, formatMoney, formatShares } from '../../format/money';
import { Columns } from '../../parts/columns';
import { Icon } from '../../parts/icon';
import { isNarrow } from '../../parts/media';
import { Age } from '../../parts/moment';
import { ShowMore } from '../../parts/more';
import { Awaited, Empty } from '../../parts/states';
import { Work } from '../../parts/work';
import { stocks } from '../../reads/market';

export function StocksPage() {
  const [prefix, setPrefix] = useState('');
  const list = useList(stocks(prefix.trim()));
  return (
    <Work title="Stocks">
      <section class="card" aria-label="Stocks">
        <div class="find">
          <div class="input">
            <Icon name="search" class="muted" />
            <input
              data-filter
              aria-label="Name starts with"
              placeholder="Name starts with"
              value={prefix}
              onInput={(event) => setPrefix(event.currentTarget.value)}
            />
            <kbd class="d-only">/</kbd>
          </div>
        </div>
        <Awaited read={list} what="The stocks" rows={6}>
          {list.entries.length === 0 ? (
            <Empty icon="candlestick-chart" title="No stock starts with that">
              A stock appears with its first tick.
            </Empty>
          ) : isNarrow.value ? (
            <Cards stocks={list.entries} />
          ) : (
            <Table stocks={list.entries} />
          )}
          <div class="foot">
            <span>{list.entries.length} shown</span>
            <ShowMore list={list} />
          </div>
        </Awaited>
      </section>
    </Work>
  );
}

function Table({ stocks: shown }: { stocks: readonly StockSummary[] }) {
  return (
    <div class="scroll-x">
      <table class="grid-t">
        <caption>Stocks by name</caption>
        <Columns
          of={[
            'Stock',
            { num: 'Price' },
            { num: 'Offered' },
            { num: 'Lowest' },
            { num: 'Highest' },
            { num: 'Average' },
            { num: 'Volume today' },
            { num: 'Newest tick' },
          ]}
        />
        <tbody>
          {shown.map((stock) => (
            <tr key={stock.stock_id}>
              <td>
                <a class="strong link-quiet" href={`/admin/stocks/${stock.stock_id}/ticks`}>
                  {stock.name}
                </a>
              </td>
              <td class="num strong">{stock.price ? formatMoney(stock.price) : 'no price yet'}</td>
              <td class="num">{formatShares(stock.availability)}</td>
              <td class="num">{formatMoney(stock.lowest_price)}</td>
              <td class="num">{formatMoney(stock.highest_price)}</td>
              <td class="num">{formatAverage(stock.average_price)}</td>
              <td class="num">{formatShares(stock.day?.volume)}</td>
              <td class="num soft">
                <Age of={stock.received_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ stocks: shown }: { stocks: readonly StockSummary[] }) {
  return (
    <ul class="cards" aria-label="Stocks by name">
      {shown.map((stock) => (
        <li key={stock.stock_id}>
          <div class="l1">
            <a class="strong" href={`/admin/stocks/${stock.stock_id}/ticks`}>
              {stock.name}
            </a>
            <b class="num strong">{stock.price ? formatMoney(stock.price) : 'no price yet'}</b>
          </div>
          <div class="l2">
            <span class="num">{formatShares(stock.availability)} offered</span>
            <Age of={stock.received_at} />
          </div>
        </li>
      ))}
    </ul>
  );
}
