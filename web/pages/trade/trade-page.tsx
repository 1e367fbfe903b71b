import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso/router';
import { useList } from '../../api/query';
import { isWide } from '../../parts/media';
import { stocks } from '../../reads/market';
import { prefer, preferences } from '../../settings/preferences';
import { MarketList } from './market-list';
import { StockColumn } from './stock-column';
import { TradeColumn } from './trade-column';

/** The market, and beside it, where there is room, the stock that was looked at last. */
export function TradePage() {
  const { params } = useRoute();
  const named = params.id ?? '';
  const market = useList(stocks());
  const first = market.entries[0]?.stock_id ?? '';
  const { lastStock } = preferences.value;
  const known = market.entries.some(({ stock_id }) => stock_id === lastStock) ? lastStock : first;
  const stockId = named || (isWide.value ? known : '');
  useEffect(() => {
    if (named !== '' && named !== preferences.peek().lastStock) prefer({ lastStock: named });
  }, [named]);
  return (
    <main class={`trade ${stockId === '' ? 'trade-list-only' : ''}`} id="main">
      {(isWide.value || stockId === '') && <MarketList chosen={stockId} market={market} />}
      {stockId !== '' && <StockColumn key={stockId} stockId={stockId} />}
      {stockId !== '' && <TradeColumn key={`trade-${stockId}`} stockId={stockId} />}
    </main>
  );
}
