import { assert } from '../../domain/assert';
import type { Candle } from '../../domain/candle';
import type { ChartInterval } from '../../domain/candle-chart';
import type { StockId } from '../../domain/ids';
import { isRejection } from '../../domain/rejection';
import type { Stock } from '../../domain/stock';
import { inParallel } from '../../in-parallel';
import { fromStockItem, stockKey } from '../items/stock';
import { getItems } from '../table/read';
import type { Store } from '../table/store';
import { listCandles } from './list-candles';

export interface Sparkline {
  readonly stockId: StockId;
  /** Without gaps, oldest first. */
  readonly candles: readonly Candle[];
}

export interface SparklineRequest {
  readonly interval: ChartInterval;
  readonly points: number;
}

/** The latest candles of several stocks. Unknown stocks are left out. */
export async function readSparklines(
  store: Store,
  stockIds: readonly StockId[],
  request: SparklineRequest,
): Promise<Sparkline[]> {
  const stocks = (await getItems(store, stockIds.map(stockKey))).map(fromStockItem);
  return await inParallel(stocks, (stock) => readSparkline(store, stock, request));
}

async function readSparkline(
  store: Store,
  stock: Stock,
  { interval, points }: SparklineRequest,
): Promise<Sparkline> {
  const latest = await listCandles(store, stock, { interval, fill: true }, { limit: points });
  assert(!isRejection(latest), 'no cursor was given');
  return { stockId: stock.id, candles: latest.results.toReversed() };
}
