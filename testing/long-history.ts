import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../functions/domain/instant';
import { money, NO_SHARES, quantity } from '../functions/domain/money';
import { flushed, newStock, type Stock } from '../functions/domain/stock';
import type { Tick } from '../functions/domain/tick';
import { candleAttribute, candleRunKey, tickPageKey, toTicksItem } from '../functions/storage/items/history';
import { packCandle } from '../functions/storage/items/packed-history';
import { toStockItem } from '../functions/storage/items/stock';
import type { RawItem } from '../functions/storage/table/read';
import type { Store } from '../functions/storage/table/store';
import { seededRandom } from '../market/seeded-random';
import { CIB } from './builders';
import { documents } from './test-store';

/** In columns, so that a million ticks can be scanned in milliseconds. Prices are in units of money. */
export interface Columns {
  readonly timestamps: Float64Array;
  readonly prices: Float64Array;
}

const TICKS_PER_PAGE = 100;

/** Ticks at random times in the first hours of every day, in chronological order. */
export function randomColumns(
  count: number,
  { from, days, hours }: { from: Instant; days: number; hours: number },
  seed: number,
): Columns {
  const random = seededRandom(seed);
  // Exponential gaps, scaled so that the last tick falls at the end of the last day.
  const elapsed = new Float64Array(count);
  for (let index = 1; index < count; index++)
    elapsed[index] = (elapsed[index - 1] ?? 0) - Math.log(1 - random());
  const scale = days / ((elapsed.at(-1) ?? 0) + 1);
  const timestamps = elapsed.map((gaps) => {
    const day = gaps * scale;
    const ofDay = Math.floor((day % 1) * hours * 3_600_000_000);
    return from + Math.floor(day) * 86_400_000_000 + ofDay;
  });
  let price = 500_000;
  const prices = Float64Array.from(timestamps, () => {
    price = Math.max(1, price + Math.round((random() - 0.5) * 2_000));
    return price;
  });
  return { timestamps, prices };
}

/**
 * Writes a history as the feed would have left it, through the domain's own folding and the items' own schemas, but
 * writing each item only once: tick by tick, a million would take an hour.
 */
export async function putHistory(store: Store, columns: Columns): Promise<Stock> {
  const items = new Map<string, RawItem>();
  const count = columns.timestamps.length;
  let stock = newStock(CIB, 'CIB');
  for (let start = 0; start < count; start += TICKS_PER_PAGE) {
    const ticks = ticksOf(columns, start, Math.min(count, start + TICKS_PER_PAGE));
    stock = withTicks(stock, ticks);
    if (start + TICKS_PER_PAGE < count) stock = flushedInto(items, stock);
  }
  await putAll(store, [...items.values(), toStockItem(stock)]);
  return stock;
}

function ticksOf({ timestamps, prices }: Columns, start: number, end: number): Tick[] {
  const ticks: Tick[] = [];
  for (let index = start; index < end; index++) {
    const [timestamp = 0, price = 0] = [timestamps[index], prices[index]];
    const availability = quantity(index % 1_000);
    ticks.push({
      timestamp: timestamp as Instant,
      price: money(BigInt(price)),
      availability,
      traded: NO_SHARES,
    });
  }
  return ticks;
}

function withTicks(stock: Stock, ticks: readonly Tick[]): Stock {
  const newest = ticks.at(-1);
  if (!newest) return stock;
  const { price, timestamp, availability } = newest;
  const quote = { price, timestamp, availability, left: availability, receivedAt: timestamp };
  return { ...stock, version: 1, quote, ticks: [...stock.ticks, ...ticks], unflushed: ticks.length };
}

function flushedInto(items: Map<string, RawItem>, full: Stock): Stock {
  const { stock, flush } = flushed(full);
  const { ticks, number } = flush.page;
  const pageKey = tickPageKey(stock.id, ticks, number);
  items.set(pageKey.SK, toTicksItem(pageKey, ticks, undefined));
  for (const { interval, candle } of flush.closed) {
    const key = candleRunKey(stock.id, interval, candle.start);
    const run = items.get(key.SK) ?? { ...key };
    run[candleAttribute(interval, candle.start)] = packCandle(candle);
    items.set(key.SK, run);
  }
  return stock;
}

const ITEMS_PER_BATCH = 25;
const BATCHES_IN_FLIGHT = 8;

async function putAll(store: Store, items: readonly RawItem[]): Promise<void> {
  let next = 0;
  const putBatches = async () => {
    while (next < items.length) {
      const batch = items.slice(next, next + ITEMS_PER_BATCH);
      next += ITEMS_PER_BATCH;
      const puts = batch.map((Item) => ({ PutRequest: { Item } }));
      await documents().send(new BatchWriteCommand({ RequestItems: { [store.tableName]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, putBatches));
}
