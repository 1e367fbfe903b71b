import { whyWaiting } from '../../web/pages/orders/why-waiting';

const LIMIT = {
  side: 'buy',
  type: 'limit',
  lower_bound: null,
  upper_bound: 20,
  stop_price: null,
  triggered_at: null,
  take_profit: null,
  stop_loss: null,
} as const;
const SELL = { ...LIMIT, side: 'sell', lower_bound: 20, upper_bound: null } as const;
const QUOTE = { price: 21, ask: null, bid: null, availability: 100 };
const AT = '2026-01-05T12:00:00Z';

test.each([
  ['a buy below the price', LIMIT, QUOTE, 'now 21.00, too high'],
  ['a buy at the price', LIMIT, { ...QUOTE, price: 20 }, 'now 20.00, waits its turn'],
  ['a buy by the ask', LIMIT, { ...QUOTE, price: 19, ask: 20.5 }, 'now 20.50, too high'],
  ['a buy that pays no less', { ...LIMIT, lower_bound: 10 }, { ...QUOTE, price: 9 }, 'now 9.00, too low'],
  ['a sell above the price', SELL, { ...QUOTE, price: 19 }, 'now 19.00, too low'],
  ['a sell by the bid', SELL, { ...QUOTE, bid: 19.5 }, 'now 19.50, too low'],
  ['a sell that takes no more', { ...SELL, upper_bound: 20.5 }, QUOTE, 'now 21.00, too high'],
  ['a price that fits while none is left', SELL, { ...QUOTE, availability: 0 }, 'now 21.00, none offered'],
  ['a stop', { ...LIMIT, type: 'stop', stop_price: 30 }, QUOTE, 'now 21.00, stop not reached'],
  [
    'a stop that was reached',
    { ...LIMIT, type: 'stop_limit', stop_price: 30, triggered_at: AT },
    { ...QUOTE, price: 31 },
    'now 31.00, too high',
  ],
  [
    'an exit',
    { ...SELL, type: 'exit', lower_bound: 30, take_profit: 30, stop_loss: 10 },
    QUOTE,
    'now 21.00, neither reached',
  ],
  [
    'an exit that takes any price',
    { ...SELL, type: 'exit', lower_bound: 30, take_profit: 30, stop_loss: 10, triggered_at: AT },
    { ...QUOTE, price: 9 },
    'now 9.00, waits its turn',
  ],
  ['a stock without a price', LIMIT, { ...QUOTE, price: null }, 'no price yet'],
] as const)('the reason for %s says where the market is', (_, order, quote, words) => {
  expect(whyWaiting(order, quote, false)).toBe(words);
});

test('a quiet stock fills nothing, whatever its price', () => {
  expect(whyWaiting(LIMIT, { ...QUOTE, price: 1 }, true)).toBe('the stock is quiet');
});
