import * as quotesModule from '../../web/live/quotes';
import { Quotes } from '../../web/live/quotes';
import { difference, sharesWorth, total } from '../../web/money/exact';
import { availableOf, equityOf, holdingsValueOf, profitToday, unrealizedOf } from '../../web/portfolio/worth';

const HELD = {
  stock_id: 'a',
  name: 'CIB',
  total_count: 3,
  frozen_count: 0,
  average_price: 20,
  cost: 60.0003,
  realized_profit: 0,
  market_value: 61.5,
  unrealized_profit: 1.4997,
};

function aQuote(price: number) {
  return {
    stock_id: 'a',
    sequence: 1,
    name: 'CIB',
    price,
    availability: 1,
    timestamp: '2026-01-05T12:00:00Z',
    received_at: '2026-01-05T12:00:00Z',
  };
}

test('products, differences and sums are exact where doubles are not', () => {
  expect(sharesWorth(0.1, 3)).toBe(0.3);
  expect(difference(100_000_000_000, 0.0001)).toBe(99_999_999_999.9999);
  expect(total([0.1, 0.2, 0.0001])).toBe(0.3001);
  expect(total([])).toBe(0);
  expect(difference(1, 3.5)).toBe(-2.5);
});

test('holdings are valued at the latest quote, or else at the server’s figure', () => {
  expect(holdingsValueOf({ stocks: [HELD] })).toBe(61.5);
  const told = new Quotes((draw) => draw());
  told.tell(aQuote(30.1));
  const of = jest.spyOn(quotesModule.quotes, 'of').mockImplementation((id) => told.of(id));
  expect(holdingsValueOf({ stocks: [HELD] })).toBe(90.3);
  expect(unrealizedOf(HELD)).toBe(30.2997);
  expect(equityOf({ balance: 10, stocks: [HELD] })).toBe(100.3);
  of.mockRestore();
});

test('one unknown value makes the sum unknown', () => {
  const unknown = { ...HELD, stock_id: 'b', market_value: null };
  expect(holdingsValueOf({ stocks: [HELD, unknown] })).toBeNull();
  expect(equityOf({ balance: 10, stocks: [unknown] })).toBeNull();
  expect(equityOf({ balance: 10, stocks: [] })).toBe(10);
});

test('the available amount is the balance minus what is held', () => {
  expect(availableOf({ balance: 91_470.2, frozen: 5_094 })).toBe(86_376.2);
});

const point = (cash: number, equity: number | null, deposited: number) => ({
  timestamp: '2026-01-05T00:00:00Z',
  cash,
  holdings: equity === null ? null : difference(equity, cash),
  equity,
  deposited,
  profit: null,
});

test.each([
  ['what was gained since midnight', [point(1_000, 1_000, 0), point(900, 1_100, 0)], 100, 200],
  ['reduced by what was paid in', [point(1_000, 1_000, 0), point(900, 1_600, 500)], 100, -300],
  [
    'undefined until both reads are of the same money',
    [point(1_000, 1_000, 0), point(850, 1_100, 0)],
    100,
    undefined,
  ],
  ['unknown when the price at midnight is', [point(1_000, null, 0), point(900, 1_100, 0)], 100, null],
  ['unknown when the current price is', [point(1_000, 1_000, 0), point(900, null, 0)], null, null],
] as const)('today’s profit is %s', (_, results, price, expected) => {
  const stock_id = `profit-${price}`;
  const position = { stock_id, name: 'CIB', total_count: 3, frozen_count: 0, average_price: 100, cost: 300 };
  const value = price === null ? null : price * 3;
  const user = {
    balance: 900,
    stocks: [{ ...position, market_value: value, unrealized_profit: null, realized_profit: 0 }],
  };
  expect(profitToday(user, { from: '2026-01-05T00:00:00Z', results: [...results] })).toBe(expected);
});

test('today’s profit is undefined without an equity history', () => {
  expect(profitToday({ balance: 1, stocks: [] }, undefined)).toBeUndefined();
});
