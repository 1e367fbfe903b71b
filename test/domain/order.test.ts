import fc from 'fast-check';
import { BrokenInvariant } from '../../functions/domain/assert';
import { MAX_AMOUNT, MAX_QUANTITY, money, quantity, worth } from '../../functions/domain/money';
import {
  accepts,
  checkTerms,
  closed,
  filledBy,
  filledQuantity,
  hasExpired,
  heldBy,
  holdOf,
  isOpen,
  type Order,
  priceRange,
} from '../../functions/domain/order';
import type { RejectionCode } from '../../functions/domain/rejection';
import type { Side } from '../../functions/domain/side';
import { anyMagnitude } from '../../testing/arbitraries';
import { aRequest, type OrderParts, seconds, units } from '../../testing/builders';
import { anOrder, anyOrders, anyTerms } from '../../testing/orders';

describe('terms', () => {
  test.each<[string, Side, OrderParts, RejectionCode | undefined]>([
    ['a buy from 8 to 10', 'buy', { lower: 8, upper: 10 }, undefined],
    ['a buy at exactly 10', 'buy', { lower: 10, upper: 10 }, undefined],
    ['a buy without a lower bound', 'buy', { upper: 10 }, undefined],
    ['a sell without an upper bound', 'sell', { lower: 10 }, undefined],
    ['a sell at any price', 'sell', { lower: 0 }, undefined],
    ['a buy whose bounds are crossed', 'buy', { lower: 10.0001, upper: 10 }, 'invalid_bounds'],
    ['a sell whose bounds are crossed', 'sell', { lower: 10.0001, upper: 10 }, 'invalid_bounds'],
    ['a buy of the largest value', 'buy', { upper: 1, total: 1e11 }, undefined],
    ['a buy of one share at the largest price', 'buy', { upper: 1e11, total: 1 }, undefined],
    ['a buy above the largest value', 'buy', { upper: 1.0001, total: 1e11 }, 'order_too_large'],
    ['a sell of the largest value', 'sell', { lower: 0, upper: 1, total: 1e11 }, undefined],
    [
      'a sell above it by its upper bound',
      'sell',
      { lower: 0, upper: 1.0001, total: 1e11 },
      'order_too_large',
    ],
    ['a sell above it by its lower bound', 'sell', { lower: 1.0001, total: 1e11 }, 'order_too_large'],
    [
      'crossed bounds of too large an order',
      'buy',
      { lower: 1e11, upper: 1e10, total: 11 },
      'invalid_bounds',
    ],
  ])('%s', (_what, side, parts, code) => {
    expect(checkTerms(aRequest(side, parts))).toEqual(code && { rejected: code });
  });

  test('no accepted buy is ever worth more than an amount may be', () => {
    fc.assert(
      fc.property(anyTerms(), fc.integer({ min: 1, max: MAX_QUANTITY }), (terms, total) => {
        const asked = { ...terms, total: quantity(total) };
        if (terms.side === 'sell' || checkTerms(asked)) return;
        expect(worth(priceRange(asked).upper, asked.total) <= MAX_AMOUNT).toBe(true);
      }),
    );
  });

  test('a buy without an upper bound is a bug', () => {
    expect(() => priceRange({ side: 'buy', total: quantity(1) })).toThrow(BrokenInvariant);
  });

  test.each<[Side, OrderParts, number, boolean]>([
    ['buy', { lower: 8, upper: 10 }, 7.9999, false],
    ['buy', { lower: 8, upper: 10 }, 8, true],
    ['buy', { lower: 8, upper: 10 }, 10, true],
    ['buy', { lower: 8, upper: 10 }, 10.0001, false],
    ['buy', { upper: 10 }, 0.0001, true],
    ['sell', { lower: 8 }, 7.9999, false],
    ['sell', { lower: 8 }, 8, true],
    ['sell', { lower: 8, total: 100 }, 1e9, true],
    ['sell', { lower: 8, total: 1e10 }, 1e11, true],
  ])('a %s of %j accepts %p: %p', (side, parts, price, expected) => {
    expect(accepts(aRequest(side, parts), units(price))).toBe(expected);
  });
});

describe('a fill', () => {
  test('of some shares leaves the rest open', () => {
    const order = filledBy(anOrder('buy', { total: 100 }), quantity(30), units(9), seconds(1));
    expect(order).toMatchObject({
      status: 'partially_filled',
      remaining: 70,
      filledValue: units(270),
      updatedAt: seconds(1),
      version: 2,
    });
    expect(order.closedAt).toBeUndefined();
    expect([isOpen(order), filledQuantity(order)]).toEqual([true, 30]);
  });

  test('of the rest closes the order', () => {
    const order = filledBy(anOrder('buy', { total: 100 }), quantity(100), units(9), seconds(1));
    expect(order).toMatchObject({
      status: 'filled',
      remaining: 0,
      filledValue: units(900),
      closedAt: seconds(1),
    });
    expect(isOpen(order)).toBe(false);
  });

  const buy = () => anOrder('buy', { total: 100, lower: 8, upper: 10 });
  test.each<[string, () => Order, number, number]>([
    ['of nothing', buy, 0, 9],
    ['of less than nothing', buy, -1, 9],
    ['of more than remains', buy, 101, 9],
    ['below the bounds', buy, 100, 7.9999],
    ['above the bounds', buy, 100, 10.0001],
    ['of a canceled order', () => closed(buy(), 'canceled', 'by the user', seconds(1)), 1, 9],
    ['of a filled order', () => filledBy(buy(), quantity(100), units(9), seconds(1)), 1, 9],
  ])('%s is a bug', (_what, order, shares, price) => {
    expect(() => filledBy(order(), quantity(shares), units(price), seconds(2))).toThrow(BrokenInvariant);
  });
});

describe('closing', () => {
  test.each(['canceled', 'expired', 'rejected'] as const)(
    'as %s keeps what was filled and says why',
    (status) => {
      const partly = filledBy(anOrder('sell', { total: 100 }), quantity(30), units(10), seconds(1));
      expect(closed(partly, status, 'because', seconds(2))).toEqual({
        ...partly,
        status,
        statusReason: 'because',
        updatedAt: seconds(2),
        closedAt: seconds(2),
        version: 3,
      });
    },
  );

  test('an order twice is a bug', () => {
    const canceled = closed(anOrder('buy'), 'canceled', 'by the user', seconds(1));
    expect(() => closed(canceled, 'expired', 'too late', seconds(2))).toThrow(BrokenInvariant);
  });
});

describe('expiry', () => {
  test.each([
    [undefined, false],
    [seconds(10), true],
    [seconds(10.000001), false],
    [seconds(9), true],
  ])('an order that lives until %p has expired at second 10: %p', (expiresAt, expected) => {
    expect(hasExpired({ expiresAt }, seconds(10))).toBe(expected);
  });
});

describe('the hold', () => {
  test.each<[Side, number, bigint]>([
    ['buy', 100, 10_000_000n],
    ['buy', 1, 100_000n],
    ['sell', 100, 100n],
    ['sell', 1, 1n],
  ])('of a %s from 8 to 10: %p shares hold %p', (side, shares, held) => {
    expect(heldBy(anOrder(side, { lower: 8, upper: 10, total: shares }))).toBe(held);
  });

  test('of a buy gives back at once what it held above the price', () => {
    const order = filledBy(anOrder('buy', { total: 100, upper: 10 }), quantity(30), units(8), seconds(1));
    expect(holdOf(order)).toEqual({
      initial: units(1000),
      captured: units(240),
      released: units(60),
      remaining: units(700),
    });
  });

  test('of a canceled buy has been returned, except what was captured', () => {
    const partly = filledBy(anOrder('buy', { total: 100, upper: 10 }), quantity(30), units(8), seconds(1));
    expect(holdOf(closed(partly, 'canceled', 'by the user', seconds(2)))).toEqual({
      initial: units(1000),
      captured: units(240),
      released: units(760),
      remaining: 0n,
    });
  });

  test('of a sell captures the shares it gives up', () => {
    const order = filledBy(anOrder('sell', { total: 100 }), quantity(30), units(10), seconds(1));
    expect(holdOf(order)).toEqual({ initial: 100n, captured: 30n, released: 0n, remaining: 70n });
  });

  test('adds up: initial = captured + released + remaining, however an order is filled and closed', () => {
    const anyFills = fc.array(fc.record({ part: fc.nat(100), where: anyMagnitude() }), { maxLength: 6 });
    fc.assert(
      fc.property(anyOrders(3), anyFills, fc.boolean(), (orders, fills, isCanceled) => {
        for (const entered of orders) {
          let order = entered;
          const { lower, upper } = priceRange(order);
          for (const { part, where } of fills) {
            const shares = quantity(Math.ceil((order.remaining * part) / 100));
            if (!isOpen(order) || shares === 0) continue;
            order = filledBy(order, shares, money(lower + (where % (upper - lower + 1n))), seconds(1));
          }
          if (isCanceled && isOpen(order)) order = closed(order, 'canceled', 'by the user', seconds(2));
          const { initial, captured, released, remaining } = holdOf(order);
          expect(initial).toBe(heldBy(entered));
          expect(captured + released + remaining).toBe(initial);
          expect(captured >= 0n && released >= 0n && remaining >= 0n).toBe(true);
        }
      }),
    );
  });
});
