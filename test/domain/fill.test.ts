import fc from 'fast-check';
import { type Fill, fillAt, fillableQuantity, isTradable, mayFill } from '../../functions/domain/fill';
import { MAX_AMOUNT, negated, quantity } from '../../functions/domain/money';
import { closed, holdOf, type Order } from '../../functions/domain/order';
import type { Side } from '../../functions/domain/side';
import type { Quote } from '../../functions/domain/stock';
import { anyQuantity, entryId } from '../../testing/arbitraries';
import { NOON, type OrderParts, seconds, units } from '../../testing/builders';
import { anOrder, anyOrders } from '../../testing/orders';

interface QuoteParts {
  price?: number;
  availability?: number;
  left?: number;
}

function aQuote({ price = 10, availability = 1000, left = availability }: QuoteParts = {}): Quote {
  return {
    price: units(price),
    timestamp: NOON,
    availability: quantity(availability),
    left: quantity(left),
    receivedAt: seconds(1),
  };
}

function filled(order: Order, shares: number, quote = aQuote()): Fill {
  return fillAt(order, quote, quantity(shares), entryId(1), seconds(2));
}

test.each<[string, Side, OrderParts, number, number]>([
  ['a buy takes all it wants', 'buy', { total: 100 }, 1000, 100],
  ['a buy takes exactly what is left', 'buy', { total: 100 }, 100, 100],
  ['a buy takes no more than is left', 'buy', { total: 100 }, 30, 30],
  ['a buy takes nothing when nothing is left', 'buy', { total: 100 }, 0, 0],
  ['a sell is filled in full', 'sell', { total: 100 }, 30, 100],
  ['a sell is filled in full when nothing is left for buys', 'sell', { total: 100 }, 0, 100],
])('%s', (_what, side, parts, left, expected) => {
  expect(fillableQuantity(anOrder(side, parts), aQuote({ left }))).toBe(expected);
});

test.each([
  ['as much as an amount may be', 20_000_000, 5_000, 20_000_000],
  ['more', 20_000_000, 5_000.0001, 19_999_999],
  ['much more', 20_000_000, 6_000, 16_666_666],
  ['more with a single share', 1e11, 1e11, 1],
])('a sell worth %s fills no more than that at once', (_what, total, price, expected) => {
  const sell = anOrder('sell', { total, lower: 0 });
  const quantityAtOnce = fillableQuantity(sell, aQuote({ price }));
  expect(quantityAtOnce).toBe(expected);
  expect(filled(sell, quantityAtOnce, aQuote({ price })).value <= MAX_AMOUNT).toBe(true);
});

test('a partly filled order takes only its remaining shares', () => {
  const { order } = filled(anOrder('buy', { total: 100 }), 30);
  expect(fillableQuantity(order, aQuote())).toBe(70);
});

test('nothing trades at a price of zero', () => {
  expect(isTradable(aQuote({ price: 0 }))).toBe(false);
  expect(isTradable(aQuote({ price: 0.0001 }))).toBe(true);
});

test.each<[string, Order, boolean]>([
  ['an open order', anOrder('buy'), true],
  ['an order that lives on', anOrder('buy', { timeInForce: 'gtd', expiresAt: seconds(11) }), true],
  [
    'an order at the moment it expires',
    anOrder('buy', { timeInForce: 'gtd', expiresAt: seconds(10) }),
    false,
  ],
  ['a canceled order', closed(anOrder('buy'), 'canceled', 'by the user', seconds(1)), false],
])('%s', (_what, order, expected) => {
  expect(mayFill(order, seconds(10))).toBe(expected);
});

test('a buy captures price × shares and at once releases what it held above the price', () => {
  const fill = filled(anOrder('buy', { total: 100, upper: 10 }), 30, aQuote({ price: 8 }));
  expect(fill).toMatchObject({
    shares: 30,
    price: units(8),
    value: units(240),
    money: { available: units(60), frozen: negated(units(300)) },
    holding: { available: 30, frozen: 0 },
  });
  expect(fill.entry).toMatchObject({ type: 'buy', money: negated(units(240)) });
});

test('a sell is credited and gives up the shares it held', () => {
  const fill = filled(anOrder('sell', { total: 100, lower: 8 }), 100, aQuote({ price: 10, left: 0 }));
  expect(fill).toMatchObject({
    value: units(1000),
    money: { available: units(1000), frozen: 0n },
    holding: { available: 0, frozen: -100 },
  });
  expect(fill.entry).toMatchObject({ type: 'sell', money: units(1000) });
});

test('the entry names the order, the time of the fill and the tick that gave the price', () => {
  const order = anOrder('buy', { total: 100 });
  expect(filled(order, 30, aQuote({ availability: 500, left: 30 })).entry).toEqual({
    id: entryId(1),
    type: 'buy',
    userId: order.userId,
    money: negated(units(300)),
    at: seconds(2),
    trade: {
      stockId: order.stockId,
      stockName: 'CIB',
      orderId: order.id,
      price: units(10),
      shares: 30,
      quotedAt: NOON,
      availability: 500,
    },
  });
});

test('a fill moves exactly what the hold and the entry say', () => {
  fc.assert(
    fc.property(anyOrders(5), anyQuantity(1, 1000), (orders, most) => {
      for (const order of orders) {
        const price = order.side === 'buy' ? order.upperBound : order.lowerBound;
        if (price === undefined || price === 0n) continue;
        const quote = { ...aQuote(), price, left: most };
        const {
          before,
          order: after,
          money,
          holding,
          entry,
          shares,
        } = filled(order, fillableQuantity(order, quote), quote);
        const [held, stillHeld] = [holdOf(before).remaining, holdOf(after).remaining];
        expect(before).toBe(order);
        expect(money.available + money.frozen).toBe(entry.money);
        expect(holding.available + holding.frozen).toBe(order.side === 'buy' ? shares : -shares);
        expect(order.side === 'buy' ? money.frozen : BigInt(holding.frozen)).toBe(stillHeld - held);
        expect(order.side === 'buy' ? holding.frozen : money.frozen).toEqual(order.side === 'buy' ? 0 : 0n);
      }
    }),
  );
});
