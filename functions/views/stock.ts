import type * as z from 'zod';
import type * as answers from '../contract/stocks/answers';
import { formatInstant } from '../domain/instant';
import { averageOf, toJsonNumber } from '../domain/money';
import type { Statistics } from '../domain/statistics';
import { latestDayOf, type Stock, statisticsOf } from '../domain/stock';
import type { Tick } from '../domain/tick';
import { amountOrNull } from './money';

export function stockSummaryView(stock: Stock): z.input<typeof answers.stockSummary> {
  const { quote } = stock;
  return {
    stock_id: stock.id,
    name: stock.name,
    price: amountOrNull(quote?.price),
    availability: quote?.left ?? null,
    timestamp: quote ? formatInstant(quote.timestamp) : null,
    ...statisticsView(statisticsOf(stock)),
    ask: amountOrNull(quote?.ask),
    bid: amountOrNull(quote?.bid),
    version: stock.version,
    received_at: quote ? formatInstant(quote.receivedAt) : null,
    day: dayView(stock),
  };
}

function dayView(stock: Stock): z.input<typeof answers.stockSummary>['day'] {
  const candle = latestDayOf(stock);
  if (!candle) return null;
  const { start, open, high, low, volume } = candle;
  return {
    date: formatInstant(start).slice(0, 'YYYY-MM-DD'.length),
    open: toJsonNumber(open),
    high: toJsonNumber(high),
    low: toJsonNumber(low),
    volume,
  };
}

export function statisticsView({ highest, lowest, sum, count }: Statistics) {
  return {
    highest_price: amountOrNull(highest),
    lowest_price: amountOrNull(lowest),
    average_price: count > 0 ? averageOf(sum, count) : null,
  };
}

export function tickView(tick: Tick): z.input<typeof answers.tick> {
  const { price, availability, timestamp, sequence, ask, bid, askSize, bidSize } = tick;
  return {
    ...{ price: toJsonNumber(price), availability, timestamp: formatInstant(timestamp) },
    ...(sequence !== undefined && { sequence }),
    ...(ask !== undefined && { ask: toJsonNumber(ask) }),
    ...(bid !== undefined && { bid: toJsonNumber(bid) }),
    ...(askSize !== undefined && { ask_size: askSize }),
    ...(bidSize !== undefined && { bid_size: bidSize }),
  };
}
