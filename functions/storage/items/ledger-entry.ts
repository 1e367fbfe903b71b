import { encodeTime } from 'ulid';
import * as z from 'zod';
import type { StockId } from '../../domain/ids';
import { MICROSECONDS } from '../../domain/instant';
import type { LedgerEntry } from '../../domain/ledger';
import type { TimeRange } from '../../domain/range';
import type { RawItem, Stretch } from '../table/read';
import { userPartition } from './account';
import {
  actorField,
  entryIdField,
  instantField,
  moneyField,
  orderIdField,
  quantityField,
  stockIdField,
  tickExtras,
  userIdField,
} from './fields';
import { FILLS, LEDGER } from './keys';
import { newestFirst } from './sort-keys';

/** The index lists fills under their stock and projects their attribute `fill`. */
export function fillsOf(stockId: StockId): string {
  return `${FILLS}${stockId}`;
}

const BEHIND_ALL_DIGITS = '~';

/**
 * The stretch of the index with a range's fills. They sort by their ids, whose time part is this system's clock in
 * milliseconds.
 *
 * @returns undefined if the range contains no whole millisecond
 */
export function fillsWithin(stockId: StockId, { from, to }: TimeRange): Stretch | undefined {
  const first = Math.ceil(from / MICROSECONDS.millisecond);
  const last = Math.floor(to / MICROSECONDS.millisecond);
  if (first > last) return undefined;
  return {
    partition: fillsOf(stockId),
    from: encodeTime(first),
    to: `${encodeTime(last)}${BEHIND_ALL_DIGITS}`,
  };
}

const FillField = z.object({
  id: entryIdField,
  type: z.enum(['buy', 'sell']),
  userId: userIdField,
  money: moneyField,
  at: instantField,
  stockId: stockIdField,
  stockName: z.string(),
  orderId: orderIdField,
  price: moneyField,
  shares: quantityField,
  quotedAt: instantField,
  availability: quantityField,
  sequence: z.int().optional(),
  quoted: z.object({ price: moneyField, ...tickExtras }).optional(),
  cost: moneyField.optional(),
  fee: moneyField.optional(),
});

const TransferItem = z.object({
  id: entryIdField,
  type: z.enum(['deposit', 'withdrawal']),
  userId: userIdField,
  money: moneyField,
  at: instantField,
  by: actorField.optional(),
});

const FillItem = z.object({ fill: FillField });

export function ledgerSortKey(id: string): string {
  return `${LEDGER}${newestFirst(id)}`;
}

export function toLedgerItem({ trade, ...entry }: LedgerEntry): RawItem {
  const key = { PK: userPartition(entry.userId), SK: ledgerSortKey(entry.id) };
  if (!trade) return { ...key, ...entry };
  return { ...key, GSI1PK: fillsOf(trade.stockId), GSI1SK: entry.id, fill: { ...entry, ...trade } };
}

export function fromLedgerItem(item: RawItem): LedgerEntry {
  if (!('fill' in item)) return TransferItem.parse(item);
  const { id, type, userId, money, at, ...trade } = FillItem.parse(item).fill;
  return { id, type, userId, money, at, trade };
}
