import type { StockId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { CIB, seconds, tick } from '../../testing/builders';

const EFG = '11111111-1111-4111-8111-111111111111' as StockId;
const NOBODYS = '33333333-3333-4333-8333-333333333333';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
  for (const [minute, price] of [10, 11, 12].entries())
    await tick(api.store, { price, at: seconds(60 * minute) });
  await tick(api.store, { price: 15, at: seconds(300) });
  await tick(api.store, { price: 7, at: seconds(10), stockId: EFG, name: 'EFG' });
});

const ask = (query: Record<string, string>) =>
  api.call('list-sparklines', { as: { userId: 'ann' as UserId }, query });

test('closes are listed oldest first, and intervals without ticks repeat the one before', async () => {
  const { json } = await ask({ stock_ids: CIB });
  expect(json.results).toEqual([
    { stock_id: CIB, closes: [10, 11, 12, 12, 12, 15], timestamp: '2026-01-05T12:05:00Z' },
  ]);
});

test('when there are too many points, the latest are kept', async () => {
  expect((await ask({ stock_ids: CIB, points: '2' })).json.results[0].closes).toEqual([12, 15]);
  expect((await ask({ stock_ids: CIB, points: '2', interval: '5m' })).json.results[0].closes).toEqual([
    12, 15,
  ]);
});

test('several stocks are returned at once, each once, leaving out unknown ones', async () => {
  const { json } = await ask({ stock_ids: [CIB, EFG, NOBODYS, CIB].join(',') });
  const ids = json.results.map(({ stock_id }: { stock_id: string }) => stock_id);
  expect(ids.toSorted()).toEqual([EFG, CIB]);
});

test('the answer may be cached privately for half a minute', async () => {
  expect((await ask({ stock_ids: CIB })).headers['cache-control']).toBe('private, max-age=30');
});

test.each([
  ['no stocks', {}, 'stock_ids'],
  ['what is no id', { stock_ids: 'CIB' }, 'stock_ids.0'],
  ['an empty place in the list', { stock_ids: `${CIB},` }, 'stock_ids.1'],
  ['51 stocks', { stock_ids: Array.from({ length: 51 }, () => CIB).join(',') }, 'stock_ids'],
  ['61 points', { stock_ids: CIB, points: '61' }, 'points'],
  ['no points', { stock_ids: CIB, points: '0' }, 'points'],
  ['an interval that there is not', { stock_ids: CIB, interval: '2m' }, 'interval'],
])('refuses %s', async (_, query, field) => {
  const { status, json } = await ask(query);
  expect([status, json.errors[0].field]).toEqual([400, field]);
});

test('costs one read of the stocks and one of each stock’s candles', async () => {
  const { calls } = await api.store.meter.measure(() => ask({ stock_ids: `${CIB},${EFG}`, points: '60' }));
  expect(calls).toBe(3);
});
