import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { orderChanged } from '../../live/receive';
import { buyRequest, type Sending, sellRequest } from './ticket-request';

export async function send(sending: Sending): Promise<Order> {
  const { side } = sending.fields;
  const order: Order =
    side === 'buy'
      ? await client.call('place-buy', buyRequest(sending))
      : await client.call('place-sell', sellRequest(sending));
  orderChanged(order);
  return order;
}
