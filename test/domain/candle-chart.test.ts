import fc from 'fast-check';
import { type Candle, candleOf, INTERVAL_LENGTH, mergeCandles, startOf } from '../../functions/domain/candle';
import { CHARTS, lengthened, startingFrom, withoutGaps } from '../../functions/domain/candle-chart';
import type { Instant } from '../../functions/domain/instant';
import { NO_SHARES } from '../../functions/domain/money';
import { marketDay } from '../../testing/arbitraries';
import { aTick, seconds, units } from '../../testing/builders';

const MINUTE = INTERVAL_LENGTH['1m'];

function minute(at: number, price = 10): Candle {
  return candleOf({ ...aTick({ price, at: seconds(at * 60) }), traded: NO_SHARES }, MINUTE);
}

async function all(candles: AsyncIterable<Candle>): Promise<Candle[]> {
  const list: Candle[] = [];
  for await (const candle of candles) list.push(candle);
  return list;
}

async function* each(...candles: readonly Candle[]): AsyncGenerator<Candle, void> {
  yield* candles;
}

/** The minutes after noon that the candles start at, with their counts. */
function outline(candles: readonly Candle[]) {
  return candles.map(({ start, count }) => [(start - seconds(0)) / MINUTE, count]);
}

test.each(['5m', '15m'] as const)('%s candles equal those of all their ticks', async (interval) => {
  const { length } = CHARTS[interval];
  await fc.assert(
    fc.asyncProperty(marketDay(60), async (ticks) => {
      const inOrder = ticks
        .map((tick) => ({ ...tick, traded: NO_SHARES }))
        .sort((a, b) => b.timestamp - a.timestamp);
      const merged = (size: number) => {
        const candles = new Map<Instant, Candle>();
        for (const tick of inOrder) {
          const start = startOf(tick.timestamp, size);
          const later = candles.get(start);
          const candle = candleOf(tick, size);
          candles.set(start, later ? mergeCandles(candle, later) : candle);
        }
        return [...candles.values()];
      };
      expect(await all(lengthened(each(...merged(MINUTE)), length))).toEqual(merged(length));
    }),
  );
});

test('a list of candles ends at the earliest start requested', async () => {
  const candles = each(minute(5), minute(3), minute(2));
  expect(outline(await all(startingFrom(candles, seconds(180))))).toEqual([
    [5, 1],
    [3, 1],
  ]);
});

describe('without gaps', () => {
  test('an interval without ticks repeats the previous close', async () => {
    const filled = await all(withoutGaps(each(minute(4, 12), minute(1, 11)), MINUTE, seconds(0), undefined));
    expect(outline(filled)).toEqual([
      [4, 1],
      [3, 0],
      [2, 0],
      [1, 1],
    ]);
    const eleven = { open: units(11), high: units(11), low: units(11), close: units(11) };
    expect(filled[1]).toMatchObject({ ...eleven, count: 0, volume: 0 });
  });

  test('the gap at the newest end is filled when that end was requested', async () => {
    expect(outline(await all(withoutGaps(each(minute(1)), MINUTE, seconds(0), seconds(180))))).toEqual([
      [3, 0],
      [2, 0],
      [1, 1],
    ]);
  });

  test('the gap at the oldest end repeats an earlier close', async () => {
    const filled = withoutGaps(each(minute(4), minute(1, 11)), MINUTE, seconds(120), undefined);
    expect(outline(await all(filled))).toEqual([
      [4, 1],
      [3, 0],
      [2, 0],
    ]);
  });

  test('nothing is made up for the time before the first tick', async () => {
    expect(outline(await all(withoutGaps(each(minute(4)), MINUTE, seconds(0), undefined)))).toEqual([[4, 1]]);
    expect(await all(withoutGaps(each(), MINUTE, seconds(0), seconds(600)))).toEqual([]);
  });
});
