import * as z from 'zod';
import type { Holding } from '../../domain/holding';
import type { StockId, UserId } from '../../domain/ids';
import { NO_MONEY } from '../../domain/money';
import type { Key, RawItem } from '../table/read';
import { userPartition } from './account';
import { exactField, moneyField, quantityField, stockIdField, userIdField } from './fields';
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
  costExcess: exactField.default(0n),
  realized: moneyField.default(NO_MONEY),
  openSells: z.int(),
});

export function fromHoldingItem(item: RawItem): Holding {
  return HoldingItem.parse(item);
}
