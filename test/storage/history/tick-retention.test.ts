import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { ALL_TIME, type TimeRange } from '../../../functions/domain/range';
import { type Stock, statisticsOf } from '../../../functions/domain/stock';
import { listCandles } from '../../../functions/storage/history/list-candles';
import { listTicks } from '../../../functions/storage/history/list-ticks';
import { readRange } from '../../../functions/storage/history/read-range';
import { hasItemExpired } from '../../../functions/storage/items/history';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import type { Store } from '../../../functions/storage/table/store';
import { aTick, CIB, seconds } from '../../../testing/builders';
import { documents, openTestStore, type TestStore } from '../../../testing/test-store';
import { wholeTable } from '../../../testing/whole-table';

const DAY = 86_400;
const LATE = aTick({ price: 500, at: seconds(60.5) });
/** In the middle of the first and of the third minute. */
const CUTTING: TimeRange = { from: seconds(30), to: seconds(150) };

let store: TestStore;

/** Four minutes of ticks, of which the last few are still on the stock itself, with one late among them. */
beforeEach(async () => {
  store = await openTestStore({ tickRetentionDays: 30 });
  const ticks = Array.from({ length: 240 }, (_, index) => aTick({ price: index + 1, at: seconds(index) }));
  for (let start = 0; start < ticks.length; start += 30)
    await matchTicks(store, CIB, ticks.slice(start, start + 30));
  await matchTicks(store, CIB, [LATE]);
});

async function stockNow(from: Store = store): Promise<Stock> {
  const stock = await readStock(from, CIB);
  if (!stock) throw new Error('no stock');
  return stock;
}

async function reading(range: TimeRange, from: Store = store) {
  const { summary, roundedTo, newest } = await readRange(from, await stockNow(from), range, 5);
  return { count: summary?.count, sum: summary?.sum, roundedTo, newest: newest.length };
}

/** As the table does it, some time after they have expired. */
async function sweep(): Promise<void> {
  for (const item of Object.values(await wholeTable(store))) {
    if (!hasItemExpired(item, store.now())) continue;
    const Key = { PK: item.PK, SK: item.SK };
    await documents().send(new DeleteCommand({ TableName: store.tableName, Key }));
  }
}

const sumOf = (first: number, last: number) => (BigInt((first + last) * (last - first + 1)) / 2n) * 10_000n;

test('ranges are exact for as long as ticks are kept', async () => {
  store.clock.advance({ seconds: 30 * DAY - 1 });
  const sum = sumOf(31, 151) + LATE.price;
  expect(await reading(CUTTING)).toEqual({ count: 122, sum, roundedTo: undefined, newest: 5 });
});

describe.each([
  ['not swept yet', async () => undefined],
  ['swept', sweep],
])('once they have expired (%s),', (_, sweepOrNot) => {
  beforeEach(async () => {
    store.clock.advance({ seconds: 31 * DAY });
    await sweepOrNot();
  });

  test('the minutes at the ends of a range count in full, and the range says so', async () => {
    const sum = sumOf(1, 180) + LATE.price;
    expect(await reading(CUTTING)).toEqual({ count: 181, sum, roundedTo: '1m', newest: 0 });
  });

  test('a range of whole minutes is still exact', async () => {
    const sum = sumOf(61, 120) + LATE.price;
    const wholeMinute = { from: seconds(60), to: seconds(119.999999) };
    expect(await reading(wholeMinute)).toEqual({ count: 61, sum, roundedTo: undefined, newest: 0 });
  });

  test('lost ticks are detected by count, even if ticks are now kept forever', async () => {
    const { tickRetentionDays: _retention, ...forever } = store;
    expect(await reading(CUTTING, forever)).toMatchObject({ roundedTo: '1m' });
  });

  test('candles stay, and so do the ticks the stock itself holds', async () => {
    const stock = await stockNow();
    const candles = await listCandles(store, stock, { interval: '1m', fill: false }, { limit: 10 });
    expect(candles).toMatchObject({ results: [{ count: 60 }, { count: 60 }, { count: 61 }, { count: 60 }] });
    const ticks = await listTicks(store, stock, ALL_TIME, { limit: 100 });
    expect(ticks).toMatchObject({ results: { length: stock.unflushed }, next: null });
  });

  test('a tick already counted doesn’t count again', async () => {
    const before = statisticsOf(await stockNow());
    const { duplicate } = await matchTicks(store, CIB, [aTick({ price: 7, at: seconds(6) }), LATE]);
    expect(duplicate).toBe(2);
    expect(statisticsOf(await stockNow())).toEqual(before);
  });

  test('new ticks are still accepted', async () => {
    const { quoted } = await matchTicks(store, CIB, [aTick({ price: 3, at: seconds(31 * DAY) })]);
    expect(quoted).toBe(1);
  });
});

test('a late tick counts as a duplicate where ticks are gone, since no one can tell', async () => {
  store.clock.advance({ seconds: 31 * DAY });
  await sweep();
  const unseen = aTick({ price: 9_999, at: seconds(6.5) });
  expect(await matchTicks(store, CIB, [unseen])).toMatchObject({ duplicate: 1, late: 0 });
  const inGap = aTick({ price: 9_999, at: seconds(-7_200) });
  expect(await matchTicks(store, CIB, [inGap])).toMatchObject({ duplicate: 0, late: 1 });
});

test('a recording from before the retention is counted as it arrives, including late ticks and equal times', async () => {
  store.clock.advance({ seconds: 100 * DAY });
  const from = (start: number) =>
    Array.from({ length: 60 }, (_, index) => aTick({ price: 1, at: seconds(3600 + start + index) }));
  expect(await matchTicks(store, CIB, from(0))).toMatchObject({ quoted: 60 });
  expect(await matchTicks(store, CIB, from(60))).toMatchObject({ quoted: 60 });
  const sameTime = aTick({ price: 2, at: seconds(3600 + 59) });
  const late = aTick({ price: 3, at: seconds(3600 + 20.5) });
  expect(await matchTicks(store, CIB, [sameTime, late])).toMatchObject({ late: 2, duplicate: 0 });
  expect(await matchTicks(store, CIB, [sameTime, late])).toMatchObject({ late: 0, duplicate: 2 });
});
