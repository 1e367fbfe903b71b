import type { UserId } from '../domain/ids';
import { isOpen, type Order } from '../domain/order';
import { userPartition } from '../storage/items/account';
import { queryTable, type RawItem } from '../storage/table/read';
import { confirmOpenOrders } from './audit-book';
import type { AuditContext } from './context/audit-context';
import type { KnownStocks } from './reading/known-stocks';
import type { Suspicion } from './reading/suspicion';
import { readFrom, type Share, TooManyKeys, UserReading } from './reading/user-reading';

interface Reading {
  readonly digest: string;
  readonly suspicions: readonly Suspicion[];
}

type EachPage = (orders: readonly Order[], items: number) => Promise<void>;

/** Checks promises 1, 2, 3 and 6 for one user, the bounds of promise 4, and that every open order is in the book. */
export async function auditUser(context: AuditContext, stocks: KnownStocks, userId: UserId): Promise<void> {
  const { findings } = context;
  const { items, orders } = await auditShares(context, stocks, userId, 1);
  findings.count('users');
  findings.count('items', items);
  findings.count('orders', orders);
}

interface Sizes {
  readonly items: number;
  readonly orders: number;
}

/** Splits the user over as many readings as it takes to keep the sums of each within bounds. */
async function auditShares(
  context: AuditContext,
  stocks: KnownStocks,
  userId: UserId,
  of: number,
): Promise<Sizes> {
  try {
    const sizes = await auditShare(context, stocks, userId, { number: 0, of });
    for (let number = 1; number < of; number++) await auditShare(context, stocks, userId, { number, of });
    return sizes;
  } catch (error) {
    if (!(error instanceof TooManyKeys)) throw error;
    return await auditShares(context, stocks, userId, of * SHARES_GROW_BY);
  }
}

const SHARES_GROW_BY = 4;

async function auditShare(
  context: AuditContext,
  stocks: KnownStocks,
  userId: UserId,
  share: Share,
): Promise<Sizes> {
  let [items, orders] = [0, 0];
  const first = await readUser(context, userId, share, async (page, read) => {
    items += read;
    orders += page.length;
    if (share.number === 0) await confirmOpenOrders(context, stocks, page.filter(isOpen));
  });
  await confirm(context, userId, first, () => readUser(context, userId, share));
  return { items, orders };
}

async function readUser(
  { store, limits, checkTime }: AuditContext,
  userId: UserId,
  share: Share,
  eachPage: EachPage = async () => {},
): Promise<Reading> {
  const reading = new UserReading(userId, share, limits.keysPerUser);
  let behind: RawItem | undefined;
  do {
    checkTime();
    const page = await queryTable(store, { ...readFrom(userId), limit: limits.itemsPerPage, behind });
    await eachPage(
      page.items.flatMap((item) => reading.take(item) ?? []),
      page.items.length,
    );
    behind = page.next;
  } while (behind);
  return { digest: reading.finish(), suspicions: reading.suspicions };
}

/**
 * Reports certain faults immediately, and any other only if it persists after the settling time in two readings that
 * saw the same state. Nothing can have changed between them: accounts and orders carry a version, ledger entries are
 * append-only, and whatever changes a holding changes an order, which each reading reads after the holdings. A fault
 * in a state that lasted, rather than in a commit that was still becoming visible, is real.
 */
async function confirm(
  { store, limits, findings, checkTime }: AuditContext,
  userId: UserId,
  first: Reading,
  read: () => Promise<Reading>,
): Promise<void> {
  for (const suspicion of first.suspicions.filter(({ isCertain }) => isCertain)) findings.report(suspicion);
  if (uncertain(first).length === 0) return;
  // Most suspicions come from changes during the reading: a second look clears them without waiting.
  let before = await read();
  for (let attempt = 0; attempt < limits.attempts; attempt++) {
    if (uncertain(before).length === 0) return;
    checkTime();
    await store.retry.pause(limits.settleMs);
    const after = await read();
    const again = after.digest === before.digest ? after : await read();
    if (again.digest === after.digest) {
      const seen = new Set(uncertain(before).map(nameOfFault));
      const confirmed = uncertain(again).filter((suspicion) => seen.has(nameOfFault(suspicion)));
      for (const suspicion of confirmed) findings.report(suspicion);
      if (confirmed.length === uncertain(again).length) return;
    }
    before = again;
  }
  if (uncertain(before).length > 0) findings.leaveUndecided(`${userPartition(userId)} never held still.`);
}

function nameOfFault({ promise, subject }: Suspicion): string {
  return `${promise} ${subject}`;
}

function uncertain({ suspicions }: Reading): Suspicion[] {
  return suspicions.filter(({ isCertain }) => !isCertain);
}
