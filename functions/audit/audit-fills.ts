import type { EntryId, StockId } from '../domain/ids';
import { after, type Instant, MICROSECONDS } from '../domain/instant';
import { type LedgerEntry, type Trade, tickOf } from '../domain/ledger';
import { type TickIdentity, tickName } from '../domain/tick';
import { userPartition } from '../storage/items/account';
import { fillsOf, fromLedgerItem, ledgerSortKey } from '../storage/items/ledger-entry';
import { stockKey } from '../storage/items/stock';
import { queryIndex, type RawItem } from '../storage/table/read';
import type { AuditContext } from './context/audit-context';
import { readSoundly } from './reading/read-soundly';
import { unrecordedTicks } from './reading/recorded-ticks';
import { oversoldTickFault, unrecordedTickFault } from './rules/tick-faults';
import { nameOf } from './rules/wording';

interface TickSums {
  readonly tick: TickIdentity;
  bought: number;
  readonly entries: string[];
  isLookedUp: boolean;
}

const ENTRIES_NAMED = 5;
/** Clocks differ, so a page of ticks may be deleted this much early. */
const RETENTION_MARGIN = MICROSECONDS.hour;

/**
 * Checks promise 5, and the ticks of promise 4, for one stock over its fills as the index lists them, in
 * chronological order. The index may lag, but whatever it lists is committed and immutable. A sum that is already too
 * large therefore needs no second look, and fills not listed yet are left to the next audit.
 */
export async function auditFills(context: AuditContext, stockId: StockId): Promise<void> {
  const { store, limits, findings, checkTime } = context;
  const sums = new Map<string, TickSums>();
  let read = 0;
  let behind: RawItem | undefined;
  do {
    checkTime();
    const page = await queryIndex(store, { partition: fillsOf(stockId), limit: limits.itemsPerPage, behind });
    read += page.items.length;
    for (const item of page.items) {
      const entry = readSoundly(fromLedgerItem, item, 3, (suspicion) => findings.report(suspicion));
      if (entry?.trade) addFill(sums, entry, entry.trade);
    }
    await lookUp(context, stockId, sums);
    judgeOldest(context, stockId, sums, limits.ticksPerStock);
    behind = page.next;
  } while (behind);
  judgeOldest(context, stockId, sums, 0);
  // At the end: the next run reads again what this one leaves unfinished.
  findings.count('items', read);
  findings.count('fills', read);
  findings.count('stocks');
}

/** Keeps the most recently filled ticks last. */
function addFill(sums: Map<string, TickSums>, { id, type, userId }: LedgerEntry, trade: Trade): void {
  const tick = tickOf(trade);
  const name = tickName(tick);
  const known = sums.get(name) ?? { tick, bought: 0, entries: [], isLookedUp: false };
  sums.delete(name);
  sums.set(name, known);
  if (type === 'buy') known.bought += trade.shares;
  if (known.entries.length < ENTRIES_NAMED) known.entries.push(entryName(userId, id));
}

function entryName(userId: LedgerEntry['userId'], id: EntryId): string {
  return nameOf({ PK: userPartition(userId), SK: ledgerSortKey(id) });
}

async function lookUp(context: AuditContext, stockId: StockId, sums: Map<string, TickSums>): Promise<void> {
  const { store, limits, findings } = context;
  const fresh = [...sums.values()].filter(({ isLookedUp }) => !isLookedUp);
  for (const known of fresh) known.isLookedUp = true;
  const wanted = fresh.map(({ tick }) => tick);
  let missing = await unrecordedTicks(context, stockId, wanted);
  if (missing.length === 0) return;
  const kept = keptSince(context);
  missing = missing.filter(({ timestamp }) => kept === undefined || timestamp >= kept);
  if (missing.length === 0) return;
  // A fill and the stock with its tick are committed together, but may become visible one after the other.
  await store.retry.pause(limits.settleMs);
  for (const tick of await unrecordedTicks(context, stockId, missing)) {
    const entries = sums.get(tickName(tick))?.entries ?? [];
    const items = [nameOf(stockKey(stockId)), ...entries];
    findings.report({ ...unrecordedTickFault(stockId, tick), items });
  }
}

/** Ticks older than this may have been deleted. */
function keptSince({ store }: AuditContext): Instant | undefined {
  const { tickRetentionDays: days } = store;
  return days ? after(store.now(), RETENTION_MARGIN - days * MICROSECONDS.day) : undefined;
}

/** Quotes fill in sequence, late ticks within seconds: a tick that many others have followed won't fill again. */
function judgeOldest(
  { findings }: AuditContext,
  stockId: StockId,
  sums: Map<string, TickSums>,
  keep: number,
): void {
  for (const [name, { tick, bought, entries }] of sums) {
    if (sums.size <= keep) return;
    sums.delete(name);
    const fault = oversoldTickFault(stockId, tick, bought);
    if (fault) findings.report({ ...fault, items: [nameOf(stockKey(stockId)), ...entries] });
  }
}
