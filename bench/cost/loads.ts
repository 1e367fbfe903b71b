import type { TickWay } from './activities';
import { type Activity, costOf, totalOf } from './activity';
import type { Prices } from './prices';

/** A month of 21 trading days, in millions. */
interface Load {
  readonly name: string;
  readonly millionTicks: number;
  /** Shards needed if every tick is a record. */
  readonly shards: number;
}

const LOADS: readonly Load[] = [
  { name: 'EGX: 7 ticks a second', millionTicks: 2.4, shards: 1 },
  { name: 'one Nasdaq stock: 100 a second', millionTicks: 49, shards: 1 },
  { name: 'US tape: 1,450 a second', millionTicks: 712, shards: 2 },
];

const MILLION_ORDERS = 21;

/** The monthly cost of each load for each way to publish its ticks; the stream's shards are charged by the hour. */
export function loadsTable(
  ticks: Record<TickWay, Activity>,
  orders: readonly Activity[],
  prices: Prices,
): string {
  const costOfTicks = (way: TickWay, { millionTicks, shards }: Load) => {
    const isStreamed = (ticks[way].kinesisRecords ?? 0) > 0;
    return (
      millionTicks * totalOf(costOf(ticks[way], prices)) +
      (isStreamed ? shards * prices.kinesisShardMonth : 0)
    );
  };
  const rows = LOADS.map((load) => {
    const amounts = WAYS.map((way) => costOfTicks(way, load).toFixed(0));
    return `| ${load.name} (${load.millionTicks} M a month) | ${amounts.join(' | ')} |`;
  });
  const ofOrders = MILLION_ORDERS * orders.reduce((sum, each) => sum + totalOf(costOf(each, prices)), 0);
  return [
    '| load | `direct` | `kinesis` | arrays | arrays by Basic Ingest | minimum: without quote events too |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
    `| 1 M orders a day, each placed and filled, besides the ticks | ${ofOrders.toFixed(0)} | ${ofOrders.toFixed(0)} | ${ofOrders.toFixed(0)} | ${ofOrders.toFixed(0)} | ${ofOrders.toFixed(0)} |`,
  ].join('\n');
}

const WAYS: readonly TickWay[] = ['direct', 'kinesis', 'array', 'basicIngest', 'floor'];
