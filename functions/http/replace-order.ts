import { isRejection } from '../domain/rejection';
import { numberSetting, optionalNumberSetting } from '../environment';
import { freeingDue } from '../storage/transactions/expire-due';
import { replaceOrder } from '../storage/transactions/replace-order';
import { orderView } from '../views/order';
import { serve } from './edge/serve';

export const handler = serve('replace-order', async ({ store, userId, path, body, remember }) => {
  const change = {
    total: body.total,
    lowerBound: body.lower_bound,
    upperBound: body.upper_bound,
    stopPrice: body.stop_price,
    takeProfit: body.take_profit,
    stopLoss: body.stop_loss,
  };
  const order = await freeingDue(store, userId, () =>
    replaceOrder(
      store,
      { userId, orderId: path.order_id, change },
      {
        quoteMaxAgeSeconds: numberSetting('QUOTE_MAX_AGE_SECONDS'),
        marketCollarPercent: optionalNumberSetting('MARKET_COLLAR_PERCENT'),
        maxBoundedOrders: optionalNumberSetting('MAX_BOUNDED_ORDERS'),
        remember: remember(orderView),
      },
    ),
  );
  return isRejection(order) ? order : orderView(order);
});
