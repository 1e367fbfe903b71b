import type { Order } from '../domain/order';
import { toOrderItem } from './items/order';
import type { Write } from './transact';

/** Of concurrent changes of one order exactly one finds the version that it read. */
export function orderChange(before: Order, after: Order): Write {
  return {
    Put: {
      Item: toOrderItem(after),
      ConditionExpression: 'version = :read',
      ExpressionAttributeValues: { ':read': before.version },
    },
  };
}
