import fc from 'fast-check';
import { money, quantity } from '../../functions/domain/money';
import { closed, filledBy, filledQuantity, heldBy, holdOf, type Order } from '../../functions/domain/order';
import { isRejection, type RejectionCode } from '../../functions/domain/rejection';
import { replaced, type TermsChange } from '../../functions/domain/replacement';
import type { Side } from '../../functions/domain/side';
import { anyMagnitude, anyQuantity } from '../../testing/arbitraries';
import { accepted, seconds, units } from '../../testing/builders';
import { anOrder, anyOrders } from '../../testing/orders';

const LATER = '01KE9000000000000000000000';

/** 30 of 100 shares filled at 9, within 8 to 10. */
function partlyFilled(side: Side): Order {
  return filledBy(anOrder(side, { total: 100, lower: 8, upper: 10 }), quantity(30), units(9), seconds(1));
}

function change(parts: { total?: number; lower?: number | null; upper?: number | null }): TermsChange {
  const bound = (value: number | null | undefined) => (typeof value === 'number' ? units(value) : value);
  return {
    total: parts.total === undefined ? undefined : quantity(parts.total),
    lowerBound: bound(parts.lower),
    upperBound: bound(parts.upper),
  };
}

test('a replacement keeps what was filled and changes the remainder', () => {
  const order = partlyFilled('buy');
  expect(replaced(order, change({ total: 90, upper: 9 }), LATER, seconds(2))).toEqual({
    ...order,
    total: 90,
    upperBound: units(9),
    remaining: 60,
    priority: LATER,
    updatedAt: seconds(2),
    agreedAt: seconds(2),
    version: order.version + 1,
  });
});

test('a replacement without changes keeps every term and its place', () => {
  const order = partlyFilled('sell');
  const again = accepted(replaced(order, {}, LATER, seconds(2)));
  expect(again).toEqual({
    ...order,
    updatedAt: seconds(2),
    agreedAt: seconds(2),
    version: order.version + 1,
  });
});

test.each<[string, boolean, Side, Parameters<typeof change>[0]]>([
  ['a buy of fewer shares', true, 'buy', { total: 99 }],
  ['a buy of more shares', false, 'buy', { total: 101 }],
  ['a buy that bids more', false, 'buy', { upper: 10.0001 }],
  ['a buy that bids less', false, 'buy', { upper: 9.9999 }],
  ['a buy with another lower bound', true, 'buy', { lower: 9 }],
  ['a buy without a lower bound', true, 'buy', { lower: null }],
  ['a sell of fewer shares', true, 'sell', { total: 99 }],
  ['a sell of more shares', false, 'sell', { total: 101 }],
  ['a sell that asks more', false, 'sell', { lower: 8.0001 }],
  ['a sell that asks less', false, 'sell', { lower: 7.9999 }],
  ['a sell with another upper bound', true, 'sell', { upper: 12 }],
  ['a sell without an upper bound', true, 'sell', { upper: null }],
])('%s keeps its place: %p', (_what, keepsPlace, side, parts) => {
  const order = partlyFilled(side);
  const again = accepted(replaced(order, change(parts), LATER, seconds(2)));
  expect(again.priority).toBe(keepsPlace ? order.priority : LATER);
});

test.each<[string, () => Order, Parameters<typeof change>[0], RejectionCode]>([
  [
    'a canceled order',
    () => closed(partlyFilled('buy'), 'canceled', 'by the user', seconds(1)),
    {},
    'order_closed',
  ],
  [
    'a filled order',
    () => filledBy(partlyFilled('buy'), quantity(70), units(9), seconds(1)),
    {},
    'order_closed',
  ],
  [
    'an order whose time is up',
    () => ({ ...partlyFilled('buy'), expiresAt: seconds(2) }),
    {},
    'order_closed',
  ],
  ['a buy without an upper bound', () => partlyFilled('buy'), { upper: null }, 'invalid_request'],
  ['a sell without a lower bound', () => partlyFilled('sell'), { lower: null }, 'invalid_request'],
  ['crossed bounds', () => partlyFilled('buy'), { lower: 10.0001 }, 'invalid_bounds'],
  ['too large a value', () => partlyFilled('buy'), { upper: 1e11 }, 'order_too_large'],
  ['exactly what was filled', () => partlyFilled('buy'), { total: 30 }, 'total_already_filled'],
  ['less than was filled', () => partlyFilled('sell'), { total: 29 }, 'total_already_filled'],
])('%s: refused', (_what, order, parts, code) => {
  expect(replaced(order(), change(parts), LATER, seconds(2))).toMatchObject({ rejected: code });
});

test.each<[string, Side, Parameters<typeof change>[0], bigint, bigint]>([
  ['a buy of more shares holds more', 'buy', { total: 110 }, units(1100), units(30)],
  ['a buy that bids more holds more', 'buy', { upper: 11 }, units(1070), units(30)],
  ['a buy of fewer shares gives back', 'buy', { total: 90 }, units(1000), units(130)],
  ['a sell of more shares holds more', 'sell', { total: 110 }, 110n, 0n],
  ['a sell of fewer shares gives back', 'sell', { total: 90 }, 100n, 10n],
])('%s', (_what, side, parts, initial, released) => {
  const hold = holdOf(accepted(replaced(partlyFilled(side), change(parts), LATER, seconds(2))));
  expect(hold).toMatchObject({ initial, released });
});

test('however often an order is replaced and filled, the hold identity holds and nothing is released twice', () => {
  const anyStep = fc.record({
    total: fc.option(anyQuantity(1, 1000), { nil: undefined }),
    bound: fc.option(anyMagnitude(10_000_000n), { nil: undefined }),
    part: fc.nat(60),
  });
  fc.assert(
    fc.property(anyOrders(1), fc.array(anyStep, { maxLength: 8 }), ([entered], steps) => {
      if (!entered) return;
      let order = entered;
      for (const { total, bound, part } of steps) {
        const terms = order.side === 'buy' ? { upperBound: bound } : { lowerBound: bound };
        const next = replaced(order, { total, ...terms }, LATER, seconds(1));
        if (isRejection(next)) continue;
        const before = holdOf(order);
        order = next;
        const after = holdOf(order);
        expect(after.released >= before.released && after.initial >= before.initial).toBe(true);
        const price = (order.side === 'buy' ? order.upperBound : order.lowerBound) ?? money(0n);
        const shares = quantity(Math.floor((order.remaining * part) / 100));
        if (shares > 0) order = filledBy(order, shares, price, seconds(2));
        const { initial, captured, released, remaining } = holdOf(order);
        expect(captured + released + remaining).toBe(initial);
        expect(captured >= 0n && released >= 0n).toBe(true);
        expect(remaining).toBe(heldBy(order));
        expect(filledQuantity(order) + order.remaining).toBe(order.total);
      }
    }),
  );
});
