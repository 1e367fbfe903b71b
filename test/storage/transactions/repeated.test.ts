import { MAX_BALANCE } from '../../../functions/domain/account';
import type { OrderId, StockId, UserId } from '../../../functions/domain/ids';
import type { Instant } from '../../../functions/domain/instant';
import { quantity } from '../../../functions/domain/money';
import {
  isRejection,
  REJECTIONS,
  type Rejection,
  type RejectionCode,
} from '../../../functions/domain/rejection';
import type { TermsChange } from '../../../functions/domain/replacement';
import { accountKey } from '../../../functions/storage/items/account';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { type Remember, recordAfterwards } from '../../../functions/storage/transactions/idempotency';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import { type Transfer, transfer } from '../../../functions/storage/transactions/transfer';
import { aRequest, aUser, buy, OPTIONS, type OrderParts, sell, tick, units } from '../../../testing/builders';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { plant } from '../../audit/audited';

/**
 * Of two attempts at one request at once the second finds the record of the first. What else is to be said against it
 * then has its place before or behind that; over HTTP the record is looked up once more, and is the answer.
 */
let store: TestStore;
let ann: UserId;
let buying: OrderId;
let selling: OrderId;
let filled: OrderId;
let remember: Remember<unknown>;

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 1_000 });
  await tick(store, { price: 10, availability: 60 });
  filled = (await buy(store, ann, { total: 20, upper: 10 })).id;
  buying = (await buy(store, ann, { total: 50, upper: 10 })).id;
  selling = (await sell(store, ann, { total: 10, lower: 20 })).id;
  const request = { callerId: ann, userId: ann, key: 'again', fingerprint: 'same' };
  remember = { request, render: () => ({ status: 200, body: '{}' }) };
  await recordAfterwards(store, remember, undefined);
});

type Attempt = () => Promise<object | Rejection>;

function placing(side: 'buy' | 'sell', parts: OrderParts, maxOpenOrders = 100): Attempt {
  const request = () => aRequest(side, { userId: ann, total: 1, ...parts });
  return () => placeOrder(store, request(), { ...OPTIONS, maxOpenOrders, remember });
}

function replacing(order: () => OrderId, change: TermsChange): Attempt {
  return () => replaceOrder(store, { userId: ann, orderId: order(), change }, { ...OPTIONS, remember });
}

function canceling(orderId: () => OrderId): Attempt {
  const by = { status: 'canceled', reason: 'canceled_by_user' } as const;
  return () => cancelOrder(store, { userId: ann, orderId: orderId(), ...by }, remember);
}

function transferring(type: Transfer['type'], amount: number): Attempt {
  return () => transfer(store, { userId: ann, type, amount: units(amount) }, remember);
}

const past = 1 as Instant;
const noOrder = () => '01KEZ000000000000000000000' as OrderId;

const attempts: [string, RejectionCode, Attempt][] = [
  ['a placement', 'stock_not_found', placing('buy', { upper: 1, stockId: 'none' as StockId })],
  ['a placement', 'invalid_bounds', placing('buy', { lower: 2, upper: 1 })],
  ['a placement', 'order_too_large', placing('buy', { total: 1e11, upper: 2 })],
  ['a placement', 'expiry_in_the_past', placing('buy', { upper: 1, timeInForce: 'gtd', expiresAt: past })],
  ['a buy', 'too_many_open_orders', placing('buy', { upper: 1 }, 1)],
  ['a buy', 'insufficient_funds', placing('buy', { total: 1_000, upper: 5 })],
  ['a sell', 'too_many_open_orders', placing('sell', { lower: 30 }, 1)],
  ['a sell', 'insufficient_shares', placing('sell', { total: 1_000, lower: 30 })],
  ['a replacement', 'order_not_found', replacing(noOrder, { total: quantity(60) })],
  ['a replacement', 'order_closed', replacing(() => filled, { total: quantity(60) })],
  ['a replacement', 'invalid_bounds', replacing(() => buying, { lowerBound: units(11) })],
  ['a replacement', 'order_too_large', replacing(() => buying, { upperBound: units(1e11) })],
  ['a replacement', 'total_already_filled', replacing(() => buying, { total: quantity(40) })],
  ['a replacement', 'insufficient_funds', replacing(() => buying, { total: quantity(1_000) })],
  ['a replacement', 'insufficient_shares', replacing(() => selling, { total: quantity(1_000) })],
  ['a cancellation', 'order_not_found', canceling(noOrder)],
  ['a cancellation', 'order_closed', canceling(() => filled)],
  ['a withdrawal', 'insufficient_funds', transferring('withdrawal', 1_001)],
  ['a deposit', 'balance_limit_exceeded', transferring('deposit', 1e11)],
];

test.each(attempts)(
  '%s that is a repeat and %s is refused with what ranks first',
  async (_, code, attempt) => {
    if (code === 'balance_limit_exceeded') await plant(store, accountKey(ann), { available: MAX_BALANCE });
    const first = REJECTIONS.find((rejection) => rejection === code || rejection === 'repeated');
    const outcome = await attempt();
    expect(isRejection(outcome) && outcome.rejected).toBe(first);
  },
);
