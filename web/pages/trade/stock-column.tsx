import { useQuery } from '../../api/query';
import { useQuotes } from '../../live/visible';
import { Failed } from '../../parts/states';
import { stock as stockRead } from '../../reads/market';
import { ChartCard } from '../chart/chart-card';
import { LatestFills } from './latest-fills';
import { LatestTicks } from './latest-ticks';
import { OwnOrders } from './own-orders';
import { StockHead } from './stock-head';
import { StockStats } from './stock-stats';

export function StockColumn({ stockId }: { stockId: string }) {
  const read = useQuery(stockRead(stockId));
  useQuotes([stockId]);
  const name = read.data?.name ?? '';
  if (!read.data && read.error) {
    return (
      <section class="col" aria-label="Stock">
        <div class="card">
          <Failed what="The stock" error={read.error} retry={() => read.refetch()} />
        </div>
      </section>
    );
  }
  return (
    <section class="col" aria-label={name || 'Stock'}>
      <div class="card">
        <StockHead stockId={stockId} name={name} />
        <StockStats stockId={stockId} page={read.data} />
        <ChartCard stockId={stockId} name={name} />
      </div>
      <OwnOrders stockId={stockId} name={name} />
      <div class="pair">
        <LatestTicks stockId={stockId} name={name} ticks={read.data?.recent_data} />
        <LatestFills name={name} fills={read.data?.transactions} />
      </div>
    </section>
  );
}
