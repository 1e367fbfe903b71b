import fc from 'fast-check';
import type { Order } from '../../web/api/answers';
import { LatestOrders } from '../../web/live/orders';

const ANN = 'ann';

function anOrder(number: number, version: number, parts: Partial<Order> = {}): Order {
  return {
    id: `order-${number}`,
    user_id: ANN,
    stock_id: 'stock',
    stock: 'CIB',
    side: 'buy',
    type: 'limit',
    total: 10,
    filled: version - 1,
    remaining: 11 - version,
    lower_bound: null,
    upper_bound: 20,
    stop_price: null,
    triggered_at: null,
    take_profit: null,
    stop_loss: null,
    exit_order_id: null,
    parent_order_id: null,
    average_fill_price: null,
    fees: 0,
    hold: { initial: 200, captured: 0, released: 0, remaining: 200 },
    time_in_force: 'gtc',
    expires_at: null,
    status: 'new',
    status_reason: null,
    created_at: '2026-01-05T12:00:00Z',
    updated_at: '2026-01-05T12:00:00Z',
    closed_at: null,
    closed_by: null,
    version,
    ...parts,
  };
}

const OPEN = { user: ANN, status: 'open' } as const;

test('an order just placed is in the list before the server lists it', () => {
  const latest = new LatestOrders();
  latest.tell(anOrder(2, 1));
  expect(latest.merged([anOrder(1, 1)], OPEN).map(({ id }) => id)).toEqual(['order-2', 'order-1']);
});

test('an outdated answer doesn’t undo a newer event', () => {
  const latest = new LatestOrders();
  latest.tell(anOrder(1, 3, { status: 'filled' }));
  expect(latest.merged([anOrder(1, 2)], OPEN)).toEqual([]);
  expect(latest.merged([anOrder(1, 2)], { ...OPEN, status: 'closed' })).toEqual([
    expect.objectContaining({ version: 3, status: 'filled' }),
  ]);
});

test('a repeated or older event changes nothing', () => {
  const latest = new LatestOrders();
  expect(latest.tell(anOrder(1, 2))).toBe(true);
  expect(latest.tell(anOrder(1, 2))).toBe(false);
  expect(latest.tell(anOrder(1, 1))).toBe(false);
  expect(latest.changes.value).toBe(1);
});

test('orders of other users and other stocks stay out', () => {
  const latest = new LatestOrders();
  latest.tell(anOrder(1, 1, { user_id: 'bob' }));
  latest.tell(anOrder(2, 1, { stock_id: 'other' }));
  expect(latest.merged([], { ...OPEN, stockId: 'stock' })).toEqual([]);
});

test('when a list has more pages, orders older than its end are left to the next page', () => {
  const latest = new LatestOrders();
  latest.tell(anOrder(1, 1));
  expect(latest.merged([anOrder(5, 1)], OPEN, false).map(({ id }) => id)).toEqual(['order-5']);
  expect(latest.merged([anOrder(5, 1)], OPEN, true).map(({ id }) => id)).toEqual(['order-5', 'order-1']);
});

test('an order known before an open-orders list was requested but no longer in it is reported as missing', () => {
  const latest = new LatestOrders();
  latest.tell(anOrder(1, 1));
  latest.tell(anOrder(2, 2, { status: 'filled' }));
  latest.tell(anOrder(3, 1, { stock_id: 'other' }));
  const { moment } = latest;
  latest.tell(anOrder(4, 1));
  const missed = (listed: Order[], isWhole = true) =>
    latest.missing(listed, { ...OPEN, stockId: 'stock' }, isWhole, moment).map(({ id }) => id);
  expect(missed([])).toEqual(['order-1']);
  expect(missed([anOrder(1, 1)])).toEqual([]);
  // Of a list that goes on, older ones may be on the next page.
  expect(missed([anOrder(2, 1)], false)).toEqual([]);
});

test('whatever order events and lists arrive in, the highest version is shown', () => {
  const versions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(versions, fc.integer({ min: 1, max: 9 }), (told, listed) => {
      const latest = new LatestOrders();
      for (const version of told) latest.tell(anOrder(1, version));
      const [shown] = latest.merged([anOrder(1, listed)], { ...OPEN, status: 'all' });
      expect(shown?.version).toBe(Math.max(listed, ...told));
    }),
    { seed: 1 },
  );
});
