import type { OrderId, StockId, UserId } from '../domain/ids';
import type { Instant } from '../domain/instant';
import type { Money, Quantity } from '../domain/money';
import type { Side, TimeInForce } from '../domain/order';
import { isRejection } from '../domain/rejection';
import { numberSetting, optionalNumberSetting } from '../environment';
import { logger } from '../logger';
import type { Store } from '../storage/table/store';
import { freeingDue } from '../storage/transactions/expire-due';
import { placeOrder } from '../storage/transactions/place-order';
import { orderView } from '../views/order';
import type { rememberer } from './edge/repeats';
import type { Answer } from './edge/serve';

/** The common shape of buy and sell requests. */
interface PlaceOrderRequest {
  readonly store: Store;
  readonly userId: UserId;
  readonly remember: ReturnType<typeof rememberer>;
  readonly body: {
    readonly stock_id: StockId;
    readonly total: Quantity;
    readonly lower_bound?: Money | null | undefined;
    readonly upper_bound?: Money | null | undefined;
    readonly time_in_force: TimeInForce;
    readonly expires_at?: Instant | null | undefined;
  };
}

/** Buys and sells differ only in which bound is required, which their schemas enforce. */
export async function answerOrder(
  side: Side,
  { store, userId, body, remember }: PlaceOrderRequest,
): Promise<Answer> {
  const id = store.newId(store.now()) as OrderId;
  logger.appendKeys({ order_id: id, stock_id: body.stock_id });
  const order = await freeingDue(store, userId, () =>
    placeOrder(
      store,
      {
        id,
        userId,
        side,
        stockId: body.stock_id,
        total: body.total,
        lowerBound: body.lower_bound ?? undefined,
        upperBound: body.upper_bound ?? undefined,
        timeInForce: body.time_in_force,
        expiresAt: body.expires_at ?? undefined,
      },
      {
        quoteMaxAgeSeconds: numberSetting('QUOTE_MAX_AGE_SECONDS'),
        maxOpenOrders: optionalNumberSetting('MAX_OPEN_ORDERS'),
        maxBoundedOrders: optionalNumberSetting('MAX_BOUNDED_ORDERS'),
        remember: remember(orderView),
      },
    ),
  );
  return isRejection(order) ? order : orderView(order);
}
