import * as z from 'zod';
import type { Holding } from '../../domain/holding';
import type { StockId, UserId } from '../../domain/ids';
import type { Key, RawItem } from '../table/read';
import { userPartition } from './account';
import { moneyField, quantityField, stockIdField, userIdField } from './fields';
import { HOLDINGS } from './keys';

export function holdingKey(userId: UserId, stockId: StockId): Key {
  return { PK: userPartition(userId), SK: `${HOLDINGS}${stockId}` };
}

const HoldingItem = z.object({
  userId: userIdField,
  stockId: stockIdField,
  available: quantityField,
  frozen: quantityField,
  cost: moneyField,
  openSells: z.int(),
});

export function fromHoldingItem(item: RawItem): Holding {
  return HoldingItem.parse(item);
}
