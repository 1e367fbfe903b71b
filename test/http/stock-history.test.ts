import type { UserId } from '../../functions/domain/ids';
import { after, formatInstant } from '../../functions/domain/instant';
import { openApi, type TestApi } from '../../testing/api';
import { at } from '../../testing/arbitraries';
import { aUser, buy, CIB, seconds } from '../../testing/builders';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let ann: UserId;
let bob: UserId;

/** A tick at noon, then two hours of ticks, one a minute, ten seconds past it. The first of them fills an order. */
beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store, { cash: 10_000, name: 'ann' });
  bob = await aUser(api.store);
  await api.publish(message(0.5, 0, 0));
  await buy(api.store, ann, { total: 1, upper: 1_000 });
  await api.publish(Array.from({ length: 120 }, (_, minute) => message(minute + 1, 60 * minute + 10)));
});

function message(price: number, secondsAfterNoon: number, availability = 7) {
  const timestamp = formatInstant(seconds(secondsAfterNoon));
  return { stock_id: CIB, name: 'CIB', price, availability, timestamp };
}

async function get(
  route: 'get-stock' | 'list-candles' | 'list-ticks',
  query: Record<string, string> = {},
  { as = ann, stock = CIB }: { as?: UserId; stock?: string } = {},
) {
  return await api.call(route, { as: { userId: as }, path: { stock_id: stock }, query });
}

describe('a stock over a range', () => {
  test('has the figures, latest ticks and latest fills of the range, both ends included', async () => {
    const range = { from_date: '2026-01-05T12:00:10Z', to_date: '2026-01-05T12:07:10Z' };
    const { status, json } = await get('get-stock', range);
    expect(status).toBe(200);
    expect(json).toEqual({
      stock_id: CIB,
      name: 'CIB',
      price: 8,
      availability: 7,
      timestamp: '2026-01-05T12:07:10Z',
      highest_price: 8,
      lowest_price: 1,
      average_price: 4.5,
      recent_data: [8, 7, 6, 5, 4].map((price) => ({
        price,
        availability: 7,
        timestamp: `2026-01-05T12:0${price - 1}:10Z`,
      })),
      transactions: [],
      rounded_to: null,
      version: expect.any(Number),
      ...{ ask: null, bid: null, received_at: null, day: null },
    });
  });

  test('leaves out what is a microsecond outside it', async () => {
    const range = { from_date: '2026-01-05T12:00:10.000001Z', to_date: '2026-01-05T12:07:09.999999Z' };
    const { json } = await get('get-stock', range);
    expect(json).toMatchObject({ lowest_price: 2, highest_price: 7, average_price: 4.5, price: 7 });
  });

  test('lists fills by when they were made, and names only users the caller may see', async () => {
    const [fill] = (await get('get-stock')).json.transactions;
    const made = { from_date: fill.timestamp, to_date: fill.timestamp };
    const own = await get('get-stock', made);
    expect(own.json.transactions).toMatchObject([{ type: 'Buy', total_count: 1, user: 'ann' }]);
    const others = await get('get-stock', made, { as: bob });
    expect(others.json.transactions).toMatchObject([{ type: 'Buy', order_id: null }]);
    expect(others.json.transactions[0]).not.toHaveProperty('user');
    const later = await get('get-stock', { from_date: formatInstant(after(at(fill.timestamp), 1)) });
    expect(later.json.transactions).toEqual([]);
  });

  test.each([
    ['from_date', { from_date: '2026-01-05 13:58:00' }, { lowest_price: 119, highest_price: 120 }],
    ['to_date', { to_date: '2026-01-05 12:01:30' }, { lowest_price: 0.5, highest_price: 2 }],
  ])('may be given by %s only', async (_, query, figures) => {
    expect((await get('get-stock', query)).json).toMatchObject(figures);
  });

  test('without ticks has nulls and empty lists', async () => {
    const { status, json } = await get('get-stock', {
      from_date: '2022-12-05 00:00:00',
      to_date: '2022-12-06 00:00:00',
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      stock_id: CIB,
      name: 'CIB',
      ...{ price: null, ask: null, bid: null, availability: null, timestamp: null },
      ...{ highest_price: null, lowest_price: null, average_price: null },
      ...{ recent_data: [], transactions: [], rounded_to: null },
      version: expect.any(Number),
      ...{ received_at: null, day: null },
    });
  });
});

describe('dates', () => {
  test.each([
    '2026-01-05 12:07:10',
    '2026-01-05 12:07:10.000000',
    '2026-01-05+12:07:10',
    '2026-01-05T12:07:10Z',
    '2026-01-05t12:07:10z',
    '2026-01-05T14:07:10+02:00',
    '2026-01-05T14:07:10 02:00',
    '2026-01-05 10:07:10-02:00',
    '2026-01-05+14:07:10+02:00',
  ])('%s is read', async (to_date) => {
    expect((await get('get-stock', { to_date })).json.price).toBe(8);
  });

  test.each(['yesterday', '2026-01-05', '2026-02-30 00:00:00', '', '2026-01-05 24:00:00', '1767614400'])(
    '%p is refused, with its field',
    async (from_date) => {
      for (const route of ['get-stock', 'list-candles', 'list-ticks'] as const) {
        const { status, json } = await get(route, { from_date });
        expect(status).toBe(400);
        expect(json).toMatchObject({ code: 'invalid_request', errors: [{ field: 'from_date' }] });
      }
    },
  );

  test('in the wrong order are refused', async () => {
    const query = { from_date: '2026-01-05 12:00:00.000001', to_date: '2026-01-05 12:00:00' };
    for (const route of ['get-stock', 'list-candles', 'list-ticks'] as const) {
      const { status, json } = await get(route, query);
      expect(status).toBe(400);
      expect(json.errors).toEqual([{ field: 'from_date', message: 'must not be after to_date' }]);
    }
  });
});

describe('candles', () => {
  test('are listed newest first, the open one included', async () => {
    const { status, json } = await get('list-candles', { interval: '1h' });
    expect(status).toBe(200);
    expect(json).toEqual({
      results: [
        {
          timestamp: '2026-01-05T13:00:00Z',
          ...{ open: 61, high: 120, low: 61, close: 120, average: 90.5, count: 60, volume: 0 },
        },
        {
          timestamp: '2026-01-05T12:00:00Z',
          ...{ open: 0.5, high: 60, low: 0.5, close: 60, average: 1830.5 / 61, count: 61, volume: 1 },
        },
      ],
      next: null,
    });
  });

  test('are one-minute and twenty a page by default', async () => {
    const { json } = await get('list-candles');
    expect(json.results).toHaveLength(20);
    const second = await get('list-candles', { cursor: json.next });
    expect(second.json.results[0].timestamp).toBe('2026-01-05T13:39:00Z');
  });

  test('of an interval without ticks are listed when asked for', async () => {
    const query = { from_date: '2026-01-05T14:00:00Z', to_date: '2026-01-05T14:02:00Z' };
    expect((await get('list-candles', query)).json.results).toEqual([]);
    const earlier = { from_date: '2026-01-05 11:55:00', to_date: '2026-01-05 12:00:00', fill: 'true' };
    expect((await get('list-candles', earlier)).json.results).toHaveLength(1);
  });

  test.each([
    [{ interval: '2m' }, 'interval', 'must be 1m, 5m, 15m, 1h or 1d'],
    [{ fill: 'yes' }, 'fill', 'must be true or false'],
    [{ limit: '101' }, 'limit', 'must be at most 100'],
    [{ page: '2' }, 'page', 'is not a known field'],
  ])('asked for with %p are refused', async (query, field, text) => {
    const { status, json } = await get('list-candles', query);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ field, message: text }]);
  });
});

describe('ticks', () => {
  test('are listed newest first, page by page', async () => {
    const { status, json } = await get('list-ticks', { limit: '2' });
    expect(status).toBe(200);
    expect(json.results).toEqual([
      { price: 120, availability: 7, timestamp: '2026-01-05T13:59:10Z' },
      { price: 119, availability: 7, timestamp: '2026-01-05T13:58:10Z' },
    ]);
    const second = await get('list-ticks', { limit: '2', cursor: json.next });
    expect(second.json.results).toMatchObject([{ price: 118 }, { price: 117 }]);
  });

  test('in a range end with it', async () => {
    const query = { from_date: '2026-01-05 12:01:10', to_date: '2026-01-05 12:02:10' };
    const { json } = await get('list-ticks', query);
    expect(json).toMatchObject({ results: [{ price: 3 }, { price: 2 }], next: null });
  });
});

test.each(['list-candles', 'list-ticks'] as const)(
  '%s refuses a cursor that it never issued',
  async (route) => {
    for (const cursor of ['x', Buffer.from('{"stockId":1}').toString('base64url')])
      expect(await get(route, { cursor })).toMatchObject({ status: 400, json: { code: 'invalid_cursor' } });
  },
);

test.each(['get-stock', 'list-candles', 'list-ticks'] as const)(
  "%s doesn't find a stock that never had a tick",
  async (route) => {
    const { status, json } = await get(route, { from_date: '2026-01-05 12:00:00' }, { stock: UNKNOWN });
    expect(status).toBe(404);
    expect(json.code).toBe('stock_not_found');
  },
);
