import { encodeTime } from 'ulid';
import type { StockId, UserId } from '../../domain/ids';
import { type Instant, toMilliseconds } from '../../domain/instant';
import type { EntryType, LedgerEntry } from '../../domain/ledger';
import { userPartition } from '../items/account';
import { LEDGER } from '../items/keys';
import { fromLedgerItem, ledgerSortKey } from '../items/ledger-entry';
import { type ListResult, listFiltered, type PageRequest } from '../table/list';
import type { Store } from '../table/store';

export interface LedgerFilter {
  readonly type?: EntryType | undefined;
  readonly stockId?: StockId | undefined;
  /** Inclusive. */
  readonly from?: Instant | undefined;
  /** Inclusive. */
  readonly to?: Instant | undefined;
}

const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** A user's ledger, newest first. Times bound what is read; other filters apply afterwards. */
export async function listLedger(
  store: Store,
  userId: UserId,
  filter: LedgerFilter,
  page: PageRequest,
): Promise<ListResult<LedgerEntry>> {
  const { type, stockId, from, to } = filter;
  const stretch = {
    partition: userPartition(userId),
    from: to === undefined ? LEDGER : ledgerSortKey(`${timeDigits(to)}${'Z'.repeat(RANDOM_DIGITS)}`),
    to: from === undefined ? `${LEDGER}~` : ledgerSortKey(`${timeDigits(from)}${'0'.repeat(RANDOM_DIGITS)}`),
  };
  return await listFiltered(store, stretch, page, fromLedgerItem, (entry) => {
    if (type !== undefined && entry.type !== type) return false;
    if (stockId !== undefined && entry.trade?.stockId !== stockId) return false;
    return (from === undefined || entry.at >= from) && (to === undefined || entry.at <= to);
  });
}

function timeDigits(instant: Instant): string {
  return encodeTime(toMilliseconds(instant), TIME_DIGITS);
}
