import { givenPrices } from '../contract/orders/requests';
import type { OrderId, StockId, UserId } from '../domain/ids';
import type { Instant } from '../domain/instant';
import type { Money, Quantity } from '../domain/money';
import type { Exit, TimeInForce } from '../domain/order';
import { impliedType, type OrderType } from '../domain/order-type';
import { isRejection } from '../domain/rejection';
import type { Side } from '../domain/side';
import { numberSetting, optionalNumberSetting } from '../environment';
import { logger } from '../logger';
import type { Store } from '../storage/table/store';
import { freeingDue } from '../storage/transactions/expire-due';
import { placeOrder } from '../storage/transactions/place-order';
import { orderView } from '../views/order';
import type { rememberer } from './edge/repeats';
import type { Answer } from './edge/serve';
import { feeSchedule } from './fee-schedule';

/** The common shape of buy and sell requests. */
interface PlaceOrderRequest {
  readonly store: Store;
  readonly userId: UserId;
  readonly remember: ReturnType<typeof rememberer>;
  readonly body: {
    readonly stock_id: StockId;
    readonly total: Quantity;
    readonly type?: OrderType | undefined;
    readonly lower_bound?: Money | null | undefined;
    readonly upper_bound?: Money | null | undefined;
    readonly stop_price?: Money | null | undefined;
    readonly take_profit?: Money | null | undefined;
    readonly stop_loss?: Money | null | undefined;
    readonly time_in_force: TimeInForce;
    readonly expires_at?: Instant | null | undefined;
  };
}

/** Buys and sells differ only in which prices are required, which their schemas enforce. */
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
        type: body.type ?? impliedType(side, givenPrices(body)),
        stockId: body.stock_id,
        total: body.total,
        lowerBound: body.lower_bound ?? undefined,
        upperBound: body.upper_bound ?? undefined,
        stopPrice: body.stop_price ?? undefined,
        exit: exitOf(body),
        timeInForce: body.time_in_force,
        expiresAt: body.expires_at ?? undefined,
        feeSchedule: feeSchedule(),
      },
      {
        quoteMaxAgeSeconds: numberSetting('QUOTE_MAX_AGE_SECONDS'),
        marketCollarPercent: optionalNumberSetting('MARKET_COLLAR_PERCENT'),
        maxOpenOrders: optionalNumberSetting('MAX_OPEN_ORDERS'),
        maxBoundedOrders: optionalNumberSetting('MAX_BOUNDED_ORDERS'),
        remember: remember(orderView),
      },
    ),
  );
  return isRejection(order) ? order : orderView(order);
}

function exitOf({ take_profit, stop_loss }: PlaceOrderRequest['body']): Exit | undefined {
  const exit = { takeProfit: take_profit ?? undefined, stopLoss: stop_loss ?? undefined };
  return exit.takeProfit === undefined && exit.stopLoss === undefined ? undefined : exit;
}
