import { type Evidence, sharesOf } from './evidence';
import type { Findings } from './findings';
import type { Stock } from './table';
import { offerAt, type Tick, tickKey } from './ticks';

const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000_000,
  '1h': 3_600_000_000,
  '1d': 86_400_000_000,
};

/** Promise 9 for ticks: each distinct tick is recorded once, and counted once in statistics and candles. */
export function checkHistory(evidence: Evidence, findings: Findings): void {
  const ids = new Set([...evidence.ticks.values()].map(({ stockId }) => stockId));
  const stocks = new Map(evidence.table.stocks.map((stock) => [stock.id, stock]));
  for (const id of ids) {
    const stock = stocks.get(id);
    findings.expect(9, stock !== undefined, `stock ${id} had ticks but doesn't exist`);
    if (!stock) continue;
    const published = [...evidence.ticks.values()].filter(({ stockId }) => stockId === id);
    checkTicks(stock, published, findings);
    checkQuote(evidence, stock, published, findings);
    checkStatistics(stock, published, findings);
    for (const interval of Object.keys(INTERVALS))
      checkCandles(evidence, stock, published, interval, findings);
  }
}

function checkTicks(stock: Stock, published: readonly Tick[], findings: Findings): void {
  const stored = stock.ticks.map((tick) => tickKey(stock.id, tick));
  const distinct = new Set(stored);
  const waiting = stock.unflushed.map(({ at, units }) => `${at} ${units}`).join();
  const ahead = stock.uncommitted.map(({ at, units }) => `${at} ${units}`).join();
  findings.expect(
    9,
    ahead === '' || ahead === waiting,
    `stock ${stock.id} has an uncommitted page that differs from its next flush`,
  );
  findings.expect(9, distinct.size === stored.length, `stock ${stock.id} has a tick stored twice`);
  for (const { key } of published) findings.expect(9, distinct.has(key), `tick ${key} is not stored`);
  const known = new Set(published.map(({ key }) => key));
  for (const key of distinct) findings.expect(9, known.has(key), `tick ${key} was never published`);
}

function checkQuote(
  { fillsByTick }: Evidence,
  stock: Stock,
  published: readonly Tick[],
  findings: Findings,
): void {
  const { id, quote } = stock;
  const newest = Math.max(...published.map(({ at }) => at));
  findings.expect(
    9,
    quote?.at === newest,
    `the quote of ${id} is from ${quote?.at}, the newest tick from ${newest}`,
  );
  findings.expect(8, !stock.isUnsettled, `stock ${id} is left unsettled`);
  if (!quote) return;
  const key = tickKey(id, quote);
  findings.expect(
    9,
    published.some((tick) => tick.key === key),
    `the quote of ${id} is not a tick: ${key}`,
  );
  const bought = sharesOf(fillsByTick.get(key)?.filter(({ side }) => side === 'buy'));
  findings.expect(
    5,
    quote.left === offerAt('buy', quote) - bought,
    `stock ${id} has ${quote.left} left of ${key}`,
  );
  const sold = sharesOf(fillsByTick.get(key)?.filter(({ side }) => side === 'sell'));
  const isRight = quote.sellsLeft === undefined || quote.sellsLeft === offerAt('sell', quote) - sold;
  findings.expect(5, isRight, `stock ${id} has ${quote.sellsLeft} left for sells of ${key}`);
}

function checkStatistics(
  { id, folded, unflushed }: Stock,
  published: readonly Tick[],
  findings: Findings,
): void {
  const prices = published.map(({ units }) => units);
  const own = [folded.highest, folded.lowest, ...unflushed.map(({ units }) => units)].filter(
    (price) => price !== undefined,
  );
  const count = folded.count + unflushed.length;
  const sum = folded.sum + total(unflushed.map(({ units }) => units));
  findings.expect(9, count === prices.length, `stock ${id} counts ${count} of ${prices.length} ticks`);
  findings.expect(9, sum === total(prices), `the prices of ${id} sum to ${sum}, not ${total(prices)}`);
  findings.expect(9, highest(own) === highest(prices), `the highest price of ${id} is ${highest(own)}`);
  findings.expect(9, lowest(own) === lowest(prices), `the lowest price of ${id} is ${lowest(own)}`);
}

/** The stored candles, closed or open, plus the unflushed ticks must equal the candles over all ticks. */
function checkCandles(
  { table }: Evidence,
  stock: Stock,
  published: readonly Tick[],
  interval: string,
  findings: Findings,
): void {
  const length = INTERVALS[interval] ?? 1;
  const expected = new Map<number, Tick[]>();
  for (const tick of published)
    expected.set(startOf(tick.at, length), [...(expected.get(startOf(tick.at, length)) ?? []), tick]);
  const candles = stock.candles.get(interval) ?? [];
  for (const [start, ticks] of expected) {
    const stored = candles.filter((candle) => candle.start === start);
    const waiting = stock.unflushed.filter(({ at }) => startOf(at, length) === start);
    const prices = ticks.map(({ units }) => units);
    const own = [...stored.flatMap(({ high, low }) => [high, low]), ...waiting.map(({ units }) => units)];
    const where = `the ${interval} candle of ${stock.id} at ${start}`;
    const count = stored.reduce((sum, candle) => sum + candle.count, waiting.length);
    const sum = total([...stored.map((candle) => candle.sum), ...waiting.map(({ units }) => units)]);
    findings.expect(9, stored.length <= 1, `${where} is stored ${stored.length} times`);
    findings.expect(9, count === prices.length, `${where} counts ${count} of ${prices.length} ticks`);
    findings.expect(9, sum === total(prices), `${where} sums to ${sum}, not ${total(prices)}`);
    findings.expect(9, highest(own) === highest(prices), `the high of ${where} is ${highest(own)}`);
    findings.expect(9, lowest(own) === lowest(prices), `the low of ${where} is ${lowest(own)}`);
  }
  for (const { start } of candles)
    findings.expect(9, expected.has(start), `there is no tick in the candle at ${start}`);
  const volume = [...candles.map((candle) => candle.volume), ...stock.unflushed.map(({ traded }) => traded)];
  const traded = sharesOf(table.fills.filter(({ stockId }) => stockId === stock.id));
  const counted = volume.reduce((sum, shares) => sum + shares, 0);
  findings.expect(
    9,
    counted === traded,
    `${interval} candles of ${stock.id} count ${counted} of ${traded} shares traded`,
  );
}

function startOf(at: number, length: number): number {
  return Math.floor(at / length) * length;
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

function highest(prices: readonly bigint[]): bigint | undefined {
  return prices.reduce<bigint | undefined>(
    (best, price) => (best === undefined || price > best ? price : best),
    undefined,
  );
}

function lowest(prices: readonly bigint[]): bigint | undefined {
  return prices.reduce<bigint | undefined>(
    (best, price) => (best === undefined || price < best ? price : best),
    undefined,
  );
}
