import * as z from 'zod';
import type { StockId } from '../../domain/ids';
import type { Stock } from '../../domain/stock';
import type { Key, RawItem } from '../table/read';
import { bytesField, instantField, moneyField, quantityField, stockIdField, tickExtras } from './fields';
import { STOCK, STOCKS, STOCKS_LIST } from './keys';
import { packBandTimes, unpackBandTimes } from './packed-bands';
import { packCandle, packTicks, unpackCandle, unpackTicks } from './packed-history';

export function stockPartition(stockId: StockId): string {
  return `${STOCKS}${stockId}`;
}

export function stockKey(stockId: StockId): Key {
  return { PK: stockPartition(stockId), SK: STOCK };
}

const packedBandTimes = bytesField.transform(unpackBandTimes);
const packedCandle = bytesField.transform(unpackCandle);

const QuoteField = z.object({
  price: moneyField,
  timestamp: instantField,
  availability: quantityField,
  ...tickExtras,
  left: quantityField,
  sellsLeft: quantityField.optional(),
  receivedAt: instantField,
});

const QuotedItem = z.object({
  id: stockIdField,
  name: z.string(),
  version: z.int(),
  quote: QuoteField.optional(),
});
export type QuotedStock = z.infer<typeof QuotedItem>;

/** The stock without its history, which stream consumers don't need. */
export function quoteOfStockItem(item: RawItem): QuotedStock {
  return QuotedItem.parse(item);
}

/** Attribute names are short because every tick writes the whole item, which must stay under 1 KB. */
const StockItem = QuotedItem.extend({
  unsettled: z.boolean(),
  overtaken: QuoteField.optional(),
  buyBands: z.array(z.int()),
  sellBands: z.array(z.int()),
  emptyBuys: packedBandTimes.optional(),
  emptySells: packedBandTimes.optional(),
  nearestBuy: moneyField.optional(),
  nearestSell: moneyField.optional(),
  highest: moneyField.optional(),
  lowest: moneyField.optional(),
  sum: moneyField,
  count: z.int(),
  candles: z.object({ '1m': packedCandle, '1h': packedCandle, '1d': packedCandle }).partial(),
  until: instantField.optional(),
  ticks: bytesField.transform(unpackTicks),
  unflushed: z.int(),
  pages: z.int(),
}).transform((item): Stock => {
  const { buyBands, sellBands, emptyBuys, emptySells, nearestBuy, nearestSell, ...rest } = item;
  const { highest, lowest, sum, count, candles, until, ...stock } = rest;
  const statistics = { highest, lowest, sum, count };
  return {
    ...stock,
    bands: { buy: buyBands, sell: sellBands },
    emptySince: { buy: emptyBuys ?? new Map(), sell: emptySells ?? new Map() },
    nearest: { buy: nearestBuy, sell: nearestSell },
    history: { statistics, open: candles, until },
  };
});

export function toStockItem({ bands, emptySince, nearest, history, ticks, ...stock }: Stock): RawItem {
  return {
    ...stockKey(stock.id),
    GSI1PK: STOCKS_LIST,
    GSI1SK: `${stock.name.toLowerCase()}#${stock.id}`,
    ...stock,
    buyBands: bands.buy,
    sellBands: bands.sell,
    ...(emptySince.buy.size > 0 && { emptyBuys: packBandTimes(emptySince.buy) }),
    ...(emptySince.sell.size > 0 && { emptySells: packBandTimes(emptySince.sell) }),
    nearestBuy: nearest.buy,
    nearestSell: nearest.sell,
    ...history.statistics,
    candles: Object.fromEntries(
      Object.entries(history.open).flatMap(([interval, candle]) =>
        candle ? [[interval, packCandle(candle)]] : [],
      ),
    ),
    until: history.until,
    ticks: packTicks(ticks),
  };
}

export function fromStockItem(item: RawItem): Stock {
  return StockItem.parse(item);
}

const StockKey = z.object({ PK: z.string().startsWith(STOCKS) });

/** For index entries, which carry keys only. */
export function stockIdOfKey(item: RawItem): StockId {
  return StockKey.parse(item).PK.slice(STOCKS.length) as StockId;
}
