import * as z from 'zod';
import type { StockId } from '../../domain/ids';
import type { LedgerEntry } from '../../domain/ledger';
import type { RawItem } from '../table/read';
import { userPartition } from './account';
import {
  entryIdField,
  instantField,
  moneyField,
  orderIdField,
  quantityField,
  stockIdField,
  userIdField,
} from './fields';
import { newestFirst } from './sort-keys';

/** Sorts right behind ACCOUNT and HOLDING#, newest first: one query from ACCOUNT on reads a whole user page. */
export const LEDGER = 'LEDGER#';

/** Fills are in the index under their stock; the attribute `fill` is what the index carries of them. */
export function fillsOf(stockId: StockId): string {
  return `FILLS#${stockId}`;
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
});

const TransferItem = z.object({
  id: entryIdField,
  type: z.enum(['deposit', 'withdrawal']),
  userId: userIdField,
  money: moneyField,
  at: instantField,
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
