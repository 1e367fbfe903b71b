import * as z from 'zod';
import { MICROSECONDS } from '../../domain/instant';
import { type IncomingTick, tickName } from '../../domain/tick';
import type { Key, RawItem } from '../table/read';
import { instantField, moneyField, quantityField, stockIdField, tickExtras } from './fields';
import { SHARED_TICKS } from './keys';
import { chronological } from './sort-keys';
import { stockPartition } from './stock';

export function sharedTickKey(tick: IncomingTick): Key {
  return {
    PK: stockPartition(tick.stockId),
    SK: `${SHARED_TICKS}${chronological(tick.timestamp)}#${tickName(tick)}`,
  };
}

/** A shared tick that was never picked up, because a process died, expires after a day. */
const KEPT = MICROSECONDS.day;

const SharedTickItem = z.object({
  stockId: stockIdField,
  name: z.string(),
  price: moneyField,
  availability: quantityField,
  ...tickExtras,
  timestamp: instantField,
  receivedAt: instantField,
});

export function toSharedTickItem(tick: IncomingTick): RawItem {
  const expiresAt = Math.ceil((tick.receivedAt + KEPT) / MICROSECONDS.second);
  return { ...sharedTickKey(tick), ...tick, expiresAt };
}

export function fromSharedTickItem(item: RawItem): IncomingTick {
  return SharedTickItem.parse(item);
}
