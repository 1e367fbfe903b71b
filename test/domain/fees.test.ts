import fc from 'fast-check';
import { FEE_SIDES, type FeeSchedule, feesOn, isFree } from '../../functions/domain/fees';
import { fillAt } from '../../functions/domain/fill';
import { minus, money, NO_MONEY, plus, quantity } from '../../functions/domain/money';
import {
  closed,
  feesPaid,
  heldBy,
  holdOf,
  isOpen,
  type Order,
  priceRange,
} from '../../functions/domain/order';
import type { Side } from '../../functions/domain/side';
import { anyAmount, entryId } from '../../testing/arbitraries';
import { NOON, seconds, units } from '../../testing/builders';
import { anOrder } from '../../testing/orders';

const FREE: FeeSchedule = { perMillion: 0, perShare: NO_MONEY, minimum: NO_MONEY, sides: 'both' };

test.each<[string, Partial<FeeSchedule>, Side, number | string, number, string]>([
  ['nothing set', {}, 'buy', 1000, 10, '0'],
  ['ten basis points', { perMillion: 1_000 }, 'buy', 1000, 10, '1'],
  ['a quarter of one', { perMillion: 25 }, 'buy', 1000, 10, '0.025'],
  ['an amount a share', { perShare: units('0.005') }, 'sell', 1000, 10, '0.05'],
  ['both', { perMillion: 1_000, perShare: units('0.005') }, 'sell', 1000, 10, '1.05'],
  ['a minimum above it', { perMillion: 1_000, minimum: units(2) }, 'buy', 1000, 10, '2'],
  ['a minimum below it', { perMillion: 1_000, minimum: units('0.5') }, 'buy', 1000, 10, '1'],
  ['a minimum, and nothing filled', { minimum: units(2) }, 'buy', 0, 0, '0'],
  ['half of what an amount can say, rounded up', { perMillion: 500_000 }, 'buy', '0.0001', 1, '0.0001'],
  ['less than half of it', { perMillion: 499_999 }, 'buy', '0.0001', 1, '0'],
  ['the buyer pays', { perMillion: 1_000, sides: 'buy' }, 'sell', 1000, 10, '0'],
  ['the seller pays', { perMillion: 1_000, sides: 'sell' }, 'sell', 1000, 10, '1'],
])('%s', (_what, schedule, side, value, shares, expected) => {
  expect(feesOn({ ...FREE, ...schedule }, side, units(value), shares)).toBe(units(expected));
});

test('trading is free without a schedule, and with one that charges nothing', () => {
  expect(feesOn(undefined, 'buy', units(1000), 10)).toBe(NO_MONEY);
  expect([FREE, { ...FREE, minimum: money(1n) }].map(isFree)).toEqual([true, false]);
});

/** No share costs more than the lowest price at which it is sold here. */
const anySchedule = fc.record({
  perMillion: fc.nat(500_000),
  perShare: anyAmount(0n, 5_000n),
  minimum: anyAmount(0n, 1_000_000n),
  sides: fc.constantFrom(...FEE_SIDES),
});
const anySide = fc.constantFrom<Side>('buy', 'sell');

function filledInParts(order: Order, parts: readonly { part: number; price: number }[]) {
  let now = order;
  let [fees, moved, value] = [NO_MONEY, NO_MONEY, NO_MONEY];
  const { lower, upper } = priceRange(order);
  for (const { part, price } of parts) {
    const shares = quantity(Math.ceil((now.remaining * part) / 100));
    if (!isOpen(now) || shares === 0) continue;
    const quote = {
      price: money(lower + ((upper - lower) * BigInt(price)) / 100n),
      ...{ timestamp: NOON, availability: shares, left: shares, receivedAt: NOON },
    };
    const before = holdOf(now);
    const fill = fillAt(now, quote, shares, entryId(1), seconds(1));
    const fee = fill.entry.trade?.fee ?? NO_MONEY;
    expect(fee >= 0n).toBe(true);
    expect(plus(fill.money.available, fill.money.frozen)).toBe(fill.entry.money);
    if (order.side === 'buy') {
      // What leaves the hold is enough for the fill, and what stays is what the rest holds.
      expect(fill.money.available >= 0n).toBe(true);
      expect(before.remaining + fill.money.frozen).toBe(holdOf(fill.order).remaining);
    } else expect(fill.entry.money >= 0n).toBe(true);
    [fees, moved, value] = [plus(fees, fee), plus(moved, fill.entry.money), plus(value, fill.value)];
    now = fill.order;
  }
  return { order: now, fees, moved, value };
}

test('the number of partial fills makes no difference, and the hold is always enough', () => {
  const anyParts = fc.array(fc.record({ part: fc.nat(100), price: fc.nat(100) }), { maxLength: 8 });
  fc.assert(
    fc.property(anySchedule, anySide, anyParts, fc.nat(1_000), (feeSchedule, side, parts, total) => {
      const placed = anOrder(side, { total: total + 1, lower: 1, upper: 12 });
      const initialHold = heldBy({ ...placed, feeSchedule });
      const { order, fees, moved, value } = filledInParts({ ...placed, feeSchedule, initialHold }, parts);
      const filled = order.total - order.remaining;
      const due = feesOn(feeSchedule, side, value, filled);
      expect(fees).toBe(side === 'sell' && due > value ? value : due);
      expect(feesPaid(order)).toBe(fees);
      expect(moved).toBe(side === 'buy' ? -plus(value, fees) : minus(value, fees));
      const end = isOpen(order) ? closed(order, 'canceled', 'by the user', seconds(2)) : order;
      for (const { initial, captured, released, remaining } of [holdOf(order), holdOf(end)]) {
        expect(captured + released + remaining).toBe(initial);
        expect(captured >= 0n && released >= 0n && remaining >= 0n).toBe(true);
      }
    }),
  );
});

test('no fill of a sell is charged more than its proceeds, and a later one makes up for it', () => {
  const feeSchedule = { ...FREE, perShare: units(2) };
  const placed = { ...anOrder('sell', { total: 3, lower: 0 }), feeSchedule };
  const at = (order: Order, price: number) =>
    fillAt(
      order,
      {
        price: units(price),
        timestamp: NOON,
        availability: quantity(9),
        left: quantity(9),
        receivedAt: NOON,
      },
      quantity(1),
      entryId(1),
      seconds(1),
    );
  const first = at(placed, 10);
  const second = at(first.order, 0.5);
  const third = at(second.order, 9);
  expect([first, second, third].map(({ entry }) => entry.money)).toEqual([8, 0, 5.5].map(units));
  expect(feesPaid(third.order)).toBe(units(6));
});
