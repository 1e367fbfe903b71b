import { type FillSums, withFill } from '../../../functions/audit/rules/fill-sums';
import { fillsFaults, strayFillsFault } from '../../../functions/audit/rules/fills-faults';
import type { Trade } from '../../../functions/domain/ledger';
import { quantity } from '../../../functions/domain/money';
import type { Order } from '../../../functions/domain/order';
import { CIB, NOON, units } from '../../../testing/builders';
import { anOrder } from '../../../testing/orders';

/** A buy of 10 shares at 8 to 12, of which 4 were bought: 1 at 9 and 3 at 11. */
const order: Order = {
  ...anOrder('buy', { total: 10, lower: 8, upper: 12 }),
  status: 'partially_filled',
  remaining: quantity(6),
  filledValue: units(42),
  version: 3,
};

function aTrade(shares: number, price: number): Trade {
  const { stockId, stockName, id: orderId } = order;
  const tick = { price: units(price), quotedAt: NOON, availability: quantity(100) };
  return { stockId, stockName, orderId, shares: quantity(shares), ...tick };
}

const sums = withFill(withFill(undefined, aTrade(1, 9), 'first'), aTrade(3, 11), 'second');

test('the sums of fills hold their count, shares, value and price range', () => {
  expect(sums).toEqual<FillSums>({
    count: 2,
    shares: 4,
    value: units(42),
    fees: 0n,
    isCapped: false,
    lowest: units(9),
    highest: units(11),
    entries: ['first', 'second'],
  });
  expect(order.stockId).toBe(CIB);
});

test('at most five of many fills are named', () => {
  const names = Array.from({ length: 7 }, (_, index) => `entry ${index}`);
  const many = names.reduce<FillSums | undefined>(
    (known, name) => withFill(known, aTrade(1, 9), name),
    undefined,
  );
  expect(many).toMatchObject({ count: 7, entries: names.slice(0, 5) });
});

const sound: [string, Order, FillSums | undefined][] = [
  ['its fills add up', order, sums],
  ['it has none', { ...order, remaining: order.total, filledValue: units(0) }, undefined],
  ['they are at its bounds exactly', { ...order, lowerBound: units(9), upperBound: units(11) }, sums],
  [
    'it is a sell that takes any price',
    { ...order, side: 'sell', lowerBound: undefined, upperBound: undefined },
    sums,
  ],
  [
    'it was sold at its profit and, once triggered, below it',
    {
      ...order,
      side: 'sell',
      lowerBound: undefined,
      upperBound: undefined,
      exit: { takeProfit: units(11), stopLoss: units(9) },
      triggeredAt: NOON,
    },
    sums,
  ],
  ['it was given tighter bounds since', { ...order, upperBound: units(10), version: 4 }, sums],
  [
    'it was given tighter bounds and canceled since',
    { ...order, status: 'canceled', upperBound: units(10), version: 5 },
    sums,
  ],
];

test.each(sound)('an order is sound when %s', (_, changed, fills) => {
  expect(fillsFaults(changed, fills)).toEqual([]);
});

const faulty: [string, 4 | 6, Order, FillSums | undefined][] = [
  ['claims 5 filled shares, but its fills add up to 4', 6, { ...order, remaining: quantity(5) }, sums],
  ['claims fills worth 42.5, but its fills add up to 42', 6, { ...order, filledValue: units('42.5') }, sums],
  ['claims 4 filled shares, but its fills add up to 0', 6, { ...order, filledValue: units(0) }, undefined],
  [
    'was filled at 9, below its bound 9.5',
    4,
    {
      ...order,
      side: 'sell',
      lowerBound: undefined,
      upperBound: undefined,
      exit: { takeProfit: units('9.5') },
    },
    sums,
  ],
  // Being triggered raises the version as well.
  [
    'was filled at 11, above its bound 10.5',
    4,
    { ...order, upperBound: units('10.5'), stopPrice: units(9), triggeredAt: NOON, version: 4 },
    sums,
  ],
  ['was filled at 9, below its bound 9.5', 4, { ...order, lowerBound: units('9.5') }, sums],
  ['was filled at 11, above its bound 10.5', 4, { ...order, upperBound: units('10.5') }, sums],
  // Closing raises the version as well, so it excuses nothing.
  [
    'was filled at 11, above its bound 10',
    4,
    { ...order, status: 'canceled', upperBound: units(10), version: 4 },
    sums,
  ],
  [
    'was filled at 11, above its bound 10',
    4,
    { ...order, status: 'expired', upperBound: units(10), version: 4 },
    sums,
  ],
  // An order that never rests can't be replaced.
  [
    'was filled at 11, above its bound 10',
    4,
    { ...order, timeInForce: 'ioc', upperBound: units(10), version: 9 },
    sums,
  ],
  [
    'was filled at 11, above its bound 10',
    4,
    { ...order, timeInForce: 'fok', upperBound: units(10), version: 9 },
    sums,
  ],
];

test.each(faulty)('an order that %s breaks promise %i', (fault, promise, changed, fills) => {
  expect(fillsFaults(changed, fills)).toEqual([
    { promise, subject: expect.stringContaining(order.id), what: `The order ${order.id} ${fault}.` },
  ]);
});

test('faults of different kinds have different subjects, whatever their figures', () => {
  const all = fillsFaults(
    { ...order, remaining: quantity(1), filledValue: units(1), lowerBound: units(10), upperBound: units(10) },
    sums,
  );
  expect(new Set(all.map(({ subject }) => subject)).size).toBe(4);
  const later = fillsFaults({ ...order, remaining: quantity(2) }, sums);
  expect(later[0]?.subject).toBe(all[0]?.subject);
});

test('fills without an order break promise 6', () => {
  expect(strayFillsFault(order.id)).toMatchObject({
    promise: 6,
    what: `There are fills of the order ${order.id}, which does not exist.`,
  });
});
