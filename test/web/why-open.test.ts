import type { Order } from '../../web/api/answers';
import { instantAt } from '../../web/domain/typed';
import type { LiveStock } from '../../web/live/quotes';
import { whyOpen } from '../../web/pages/orders/why-open';

const ORDER: Order = {
  id: '01KE7AHT7A0000000000000000',
  user_id: 'ann',
  stock_id: 'stock',
  stock: 'CIB',
  side: 'buy',
  type: 'limit',
  total: 10,
  filled: 0,
  remaining: 10,
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
  version: 1,
};
const STOCK: LiveStock = {
  stockId: 'stock',
  name: 'CIB',
  price: 19.5,
  availability: 40,
  timestamp: '2026-01-05T12:00:00Z',
  receivedAt: '2026-01-05T12:00:00Z',
  version: 1,
  day: null,
  direction: 0,
};
const NOW = instantAt(Date.parse('2026-01-05T12:00:10Z'));

test.each([
  ['The stock has no price yet', {}, { price: 0 }],
  ['the price is 21.00: too high yet', {}, { price: 21 }],
  ['the price is 19.50: not there yet', { lower_bound: 19.75 }, {}],
  ['the price is 19.50: not there yet', { side: 'sell', upper_bound: null, lower_bound: 25 }, {}],
  ['It waits until the price rises to 22.00. The price is 19.50.', { type: 'stop', stop_price: 22 }, {}],
  [
    'It fills at least 25.00, or at any price from 18.00 down, and the price is 19.50',
    { type: 'exit', side: 'sell', upper_bound: null, take_profit: 25, stop_loss: 18 },
    {},
  ],
  ['no tick came for a while', {}, { receivedAt: '2026-01-05T11:00:00Z' }],
  ['nothing is left', {}, { availability: 0 }],
  ['Orders with a better price', {}, {}],
  ['Orders with a better price', { side: 'sell', upper_bound: null, lower_bound: 15 }, { availability: 0 }],
] as const)('%s', (words, order, stock) => {
  expect(whyOpen({ ...ORDER, ...order }, { ...STOCK, ...stock }, NOW, 60)).toContain(words);
});
