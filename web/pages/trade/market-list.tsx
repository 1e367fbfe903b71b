import { useRef, useState } from 'preact/hooks';
import type { StockSummary } from '../../api/answers';
import type { useList } from '../../api/query';
import { useVisibleQuotes } from '../../live/visible';
import { Columns } from '../../parts/columns';
import { Icon } from '../../parts/icon';
import { ShowMore } from '../../parts/more';
import { Awaited, Empty } from '../../parts/states';
import type { stocks } from '../../reads/market';
import { useSparklines } from '../../reads/sparklines';
import { isStarred, preferences } from '../../settings/preferences';
import { useMarketKeys } from './market-keys';
import { MarketRow } from './market-row';

type Market = ReturnType<typeof useList<StockSummary>>;
export type MarketRead = ReturnType<typeof stocks>;

export function MarketList({ chosen, market }: { chosen: string; market: Market }) {
  const [filter, setFilter] = useState('');
  const [starredOnly, showStarredOnly] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);
  // Read here, so that a star that is given or taken draws the list again.
  const { starred } = preferences.value;
  const wanted = filter.trim().toLowerCase();
  const shown = market.entries
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .filter(({ stock_id }) => !starredOnly || isStarred(stock_id));
  const ids = shown.map(({ stock_id }) => stock_id);
  useVisibleQuotes(body, ids);
  useMarketKeys(body, chosen);
  const sparklines = useSparklines(ids);
  return (
    <section class="col col-list" aria-label="Market">
      <div class="card list">
        <div class="card-h">
          <h2>Market</h2>
          <span class="count">{market.entries.length}</span>
          <button
            type="button"
            class="btn-ic push"
            aria-label={`Starred only, ${starred.length}`}
            aria-pressed={starredOnly}
            onClick={() => showStarredOnly(!starredOnly)}
          >
            <Icon name="star" />
          </button>
        </div>
        <div class="input">
          <Icon name="search" class="muted" />
          <input
            data-filter
            aria-label="Filter stocks by name"
            placeholder="Filter by name"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
          <kbd class="d-only">/</kbd>
        </div>
        <Awaited read={market} what="The market" rows={8}>
          <table class="grid-t mk">
            <caption>Stocks by name, with live prices</caption>
            <Columns of={['Name', '1 h', { num: 'Price, today' }]} />
            <tbody ref={body}>
              {shown.map(({ stock_id, name }) => (
                <MarketRow
                  key={stock_id}
                  stockId={stock_id}
                  name={name}
                  isChosen={stock_id === chosen}
                  closes={sparklines.get(stock_id) ?? []}
                />
              ))}
            </tbody>
          </table>
          {shown.length === 0 && <NothingShown isFiltered={market.entries.length > 0} />}
          <div class="foot">
            <ShowMore list={market} />
          </div>
        </Awaited>
      </div>
    </section>
  );
}

function NothingShown({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty icon="search" title="No stock of that name">
      Clear the filter to see the whole market.
    </Empty>
  ) : (
    <Empty icon="candlestick-chart" title="No stocks yet">
      A stock appears with its first tick.
    </Empty>
  );
}
