import type { FeeSchedule } from '../../../functions/domain/fees';
import { isTradable } from '../../../functions/domain/fill';
import type { EntryId, OrderId, UserId } from '../../../functions/domain/ids';
import type { Instant } from '../../../functions/domain/instant';
import { type Money, minus, money, type Quantity } from '../../../functions/domain/money';
import {
  accepts,
  feesPaid,
  filledQuantity,
  holdOf,
  isLive,
  type Order,
  type TimeInForce,
} from '../../../functions/domain/order';
import { place } from '../../../functions/domain/placement';
import { isRejection, type Rejection } from '../../../functions/domain/rejection';
import { isFresh, type Stock } from '../../../functions/domain/stock';
import { priceFor } from '../../../functions/domain/tick';
import type { ReadTerms } from './ticket-terms';

/** Why nothing fills at once. */
export type Waiting = 'no_price' | 'quiet' | 'not_triggered' | 'price_outside' | 'nothing_offered';

export interface Preview {
  /** The order as the server would answer it now. */
  readonly order: Order;
  /** What the order holds as it is placed, before it meets the quote. */
  readonly initialHold: bigint;
  /** What it goes on holding. */
  readonly holds: bigint;
  readonly filled: Quantity;
  /** What the fill pays or brings. */
  readonly value: Money;
  /** What the fill is charged. */
  readonly fees: Money;
  /** What a buy had held above the price, free again. */
  readonly released: bigint;
  readonly waiting: Waiting | undefined;
}

export interface PreviewContext {
  readonly now: Instant;
  readonly quoteMaxAgeSeconds: number;
  readonly marketCollarPercent?: number | undefined;
  readonly feeSchedule?: FeeSchedule | undefined;
}

/** What would come of the ticket: the server's own rule, tried on the quote that is shown. */
export function preview(
  terms: ReadTerms,
  timeInForce: TimeInForce,
  stock: Stock,
  context: PreviewContext,
): Preview | Rejection {
  const request = {
    ...terms,
    id: '' as OrderId,
    userId: '' as UserId,
    stockId: stock.id,
    timeInForce,
    feeSchedule: context.feeSchedule,
  };
  const placed = place(request, stock, { ...context, entryId: '' as EntryId, exitOrderId: '' as OrderId });
  if (isRejection(placed)) return placed;
  const { order, fill } = placed;
  const { initial, remaining, released } = holdOf(order);
  return {
    order,
    initialHold: initial,
    holds: remaining,
    filled: filledQuantity(order),
    value: fill?.value ?? money(0n),
    fees: feesPaid(order),
    released,
    waiting: fill ? undefined : waitingFor(order, stock, context),
  };
}

function waitingFor(order: Order, { quote }: Stock, context: PreviewContext): Waiting {
  if (!quote || !isTradable(quote)) return 'no_price';
  if (!isFresh(quote, context.now, context.quoteMaxAgeSeconds)) return 'quiet';
  if (!isLive(order)) return 'not_triggered';
  return accepts(order, priceFor(order.side, quote)) ? 'nothing_offered' : 'price_outside';
}

/** What is left to spend after it. */
export function availableAfter(available: Money, { initialHold, released }: Preview): Money {
  return minus(available, money(initialHold - released));
}
