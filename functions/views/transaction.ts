import type * as z from 'zod';
import type * as answers from '../contract/ledger/answers';
import { formatInstant } from '../domain/instant';
import type { EntryType, LedgerEntry, Trade } from '../domain/ledger';
import { type Money, minus, money, NO_MONEY, toJsonNumber, worth } from '../domain/money';
import { amountOrNull } from './money';

const TYPES: Record<EntryType, z.input<typeof answers.transaction>['type']> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  buy: 'Buy',
  sell: 'Sell',
};

/** The parts of an entry that are shown. */
export type ShownEntry = Omit<LedgerEntry, 'userId' | 'trade'> & {
  readonly trade?: Omit<Trade, 'quotedAt' | 'availability' | 'sequence' | 'quoted'> | undefined;
};

export function transactionView(entry: ShownEntry): z.input<typeof answers.transaction> {
  const { trade } = entry;
  return {
    id: entry.id,
    type: TYPES[entry.type],
    stock: trade?.stockName ?? null,
    stock_id: trade?.stockId ?? null,
    order_id: trade?.orderId ?? null,
    stock_price: amountOrNull(trade?.price),
    total_price: toJsonNumber(trade ? worth(trade.price, trade.shares) : magnitude(entry.money)),
    total_count: trade?.shares ?? null,
    fee: trade ? toJsonNumber(trade.fee ?? NO_MONEY) : null,
    cost: amountOrNull(trade?.cost),
    realized_profit: amountOrNull(trade?.cost === undefined ? undefined : minus(entry.money, trade.cost)),
    timestamp: formatInstant(entry.at),
    by: entry.by ?? null,
  };
}

function magnitude(amount: Money): Money {
  return amount < 0n ? money(-amount) : amount;
}
