import { orderFaults } from '../../../functions/audit/rules/order-faults';
import { money, quantity } from '../../../functions/domain/money';
import type { Order } from '../../../functions/domain/order';
import { NOON } from '../../../testing/builders';
import { anOrder } from '../../../testing/orders';

const open = { status: 'new', closedAt: undefined } as const;
const none = quantity(0);

/** A buy of 10 shares. */
const buy = { ...anOrder('buy', { total: 10 }), ...open };
const sell = { ...anOrder('sell', { total: 10 }), ...open };
const closedAt = NOON;
const triggered = { ...sell, stopPrice: money(9n), triggeredAt: NOON };

const sound: [string, Order][] = [
  ['a new buy', buy],
  ['a new sell without an upper bound', { ...sell, upperBound: undefined }],
  ['one filled in part', { ...buy, status: 'partially_filled', remaining: quantity(4) }],
  ['one that is filled', { ...buy, status: 'filled', remaining: none, closedAt }],
  ['one canceled before any fill', { ...buy, status: 'canceled', closedAt }],
  ['one canceled after a fill', { ...buy, status: 'canceled', remaining: quantity(1), closedAt }],
  ['one expired', { ...sell, status: 'expired', closedAt }],
  [
    'a stop that was triggered and filled in part',
    { ...triggered, status: 'partially_filled', remaining: quantity(4) },
  ],
  ['a stop that waits', { ...triggered, triggeredAt: undefined }],
  [
    'an exit that has sold some at its profit',
    {
      ...sell,
      status: 'partially_filled',
      remaining: quantity(4),
      exit: { takeProfit: money(9n), stopLoss: money(3n) },
    },
  ],
  ['one rejected', { ...buy, status: 'rejected', closedAt }],
];

test.each(sound)('nothing is wrong with %s', (_, order) => {
  expect(orderFaults(order)).toEqual([]);
});

const faulty: [string, Order][] = [
  [
    'has -1 of 10 shares remaining',
    { ...buy, status: 'partially_filled', remaining: -1 as Order['remaining'] },
  ],
  ['has 11 of 10 shares remaining', { ...buy, status: 'canceled', remaining: quantity(11), closedAt }],
  ['is new but has filled 1 shares', { ...buy, remaining: quantity(9) }],
  ['is partially filled but has filled nothing', { ...buy, status: 'partially_filled' }],
  ['is open but has nothing remaining', { ...buy, status: 'partially_filled', remaining: none }],
  ['is filled but has 10 shares remaining', { ...buy, status: 'filled', closedAt }],
  ['is canceled but has filled all of its shares', { ...buy, status: 'canceled', remaining: none, closedAt }],
  ['is expired but has filled all of its shares', { ...buy, status: 'expired', remaining: none, closedAt }],
  ['is rejected but has filled 3 shares', { ...buy, status: 'rejected', remaining: quantity(7), closedAt }],
  ['is open but has a closing time', { ...buy, closedAt }],
  ['is canceled but has no closing time', { ...buy, status: 'canceled' }],
  ['is a buy without an upper bound', { ...buy, upperBound: undefined, lowerBound: money(1n) }],
  [
    'was never triggered but has filled 6 shares',
    { ...triggered, triggeredAt: undefined, status: 'partially_filled', remaining: quantity(4) },
  ],
  ['is triggered but has no stop', { ...triggered, stopPrice: undefined }],
];

test.each(faulty)('an order that %s breaks promise 6, and nothing else', (fault, order) => {
  const what = `The order ${order.id} ${fault}.`;
  expect(orderFaults(order)).toEqual([{ promise: 6, subject: what, what }]);
});

test('each contradiction is a separate fault', () => {
  const order: Order = { ...buy, status: 'filled', remaining: quantity(11), closedAt: undefined };
  expect(orderFaults(order).map(({ what }) => what.replace(`The order ${order.id} `, ''))).toEqual([
    'has 11 of 10 shares remaining.',
    'is filled but has 11 shares remaining.',
    'is filled but has no closing time.',
  ]);
});
