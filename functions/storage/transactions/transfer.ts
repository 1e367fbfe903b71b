import { type Account, balanceOf, MAX_BALANCE } from '../../domain/account';
import { assert } from '../../domain/assert';
import type { EntryId, UserId } from '../../domain/ids';
import type { Actor, LedgerEntry } from '../../domain/ledger';
import { type Money, minus, money, NO_MONEY, negated, plus } from '../../domain/money';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { fromAccountItem } from '../items/account';
import { toLedgerItem } from '../items/ledger-entry';
import { readAccount } from '../queries/read-account';
import { accountByNow } from '../queries/read-due-holds';
import { VersionConflict, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact } from '../table/transact';
import { type AccountConditions, moveMoney } from '../writes/move-balances';
import { type Remember, recordWrite } from './idempotency';

export interface Transfer {
  readonly userId: UserId;
  readonly type: 'deposit' | 'withdrawal';
  /** Positive. */
  readonly amount: Money;
  /** The administrator who requests it, if not the user. */
  readonly by?: Actor | undefined;
}

/**
 * Deposits or withdraws cash: the account and its ledger entry, together. Without a key it adds blindly, so any number
 * of concurrent transfers succeed. With one, the stored response must state the resulting balance, so it also requires
 * that the account is unchanged since it was read.
 *
 * @returns the account after the transfer, with expired holds released
 */
export async function transfer(
  store: Store,
  request: Transfer,
  remember?: Remember<Account>,
): Promise<Account | Rejection> {
  let known: Account | undefined;
  return await withRetry(store.retry, async () => {
    const now = store.now();
    const read = remember && (await readAccount(store, request.userId));
    if (remember && !read) return reject('user_not_found');
    const signed = request.type === 'deposit' ? request.amount : negated(request.amount);
    const result = read && (await accountByNow(store, moved(read, signed)));
    const entry: LedgerEntry = {
      id: store.newId(now) as EntryId,
      type: request.type,
      userId: request.userId,
      money: signed,
      at: now,
      by: request.by,
    };
    const refused = await transact(store, {
      record: remember && result && recordWrite(remember, result, now),
      account: moveMoney(
        request.userId,
        { available: signed, frozen: NO_MONEY },
        roomFor(request, read ?? known),
      ),
      entry: { Put: { Item: toLedgerItem(entry) } },
    });
    const refusedAs = refused && rejectionOf(refused, request);
    if (refusedAs && !isRejection(refusedAs)) {
      known = refusedAs;
      throw new VersionConflict(`account ${known.userId} is not as assumed`);
    }
    if (refusedAs) return refusedAs;
    return result ?? (await accountAfter(store, request.userId));
  });
}

function moved(account: Account, by: Money): Account {
  return { ...account, available: plus(account.available, by), version: account.version + 1 };
}

/** Two parts each at most half of the limit are within it together, so the account needn't be read first. */
const HALF_A_BALANCE = money(MAX_BALANCE / 2n);

/** @param seen the account, if it was read, which must be unchanged */
function roomFor({ type, amount }: Transfer, seen: Account | undefined): AccountConditions {
  if (type === 'withdrawal') return { version: seen?.version };
  if (!seen) return { atMost: minus(HALF_A_BALANCE, amount), frozenAtMost: HALF_A_BALANCE };
  return { version: seen.version, atMost: minus(minus(MAX_BALANCE, seen.frozen), amount) };
}

function isTooMuch(account: Account, { type, amount }: Transfer): boolean {
  return type === 'deposit' && plus(balanceOf(account), amount) > MAX_BALANCE;
}

/** @returns the account, if it didn't meet the conditions but can take the transfer after all */
function rejectionOf(refused: Refused, request: Transfer): Rejection | Account {
  const { type, amount } = request;
  if (refused.has('record')) return reject('repeated');
  const item = refused.get('account');
  if (!item) return reject('user_not_found');
  const account = fromAccountItem(item);
  if (type === 'withdrawal' && account.available < amount) return reject('insufficient_funds');
  return isTooMuch(account, request) ? reject('balance_limit_exceeded') : account;
}

async function accountAfter(store: Store, userId: UserId): Promise<Account> {
  const account = await readAccount(store, userId);
  assert(account !== undefined, 'the account of a transfer exists');
  return await accountByNow(store, account);
}
