import { assert } from '../../domain/assert';
import { type BookEntry, entriesOf } from '../../domain/book';
import { mustLearnOf, withEntry } from '../../domain/book-index';
import type { Fill } from '../../domain/fill';
import { type HoldingUpdate, holdingUpdate, NO_CHANGE } from '../../domain/holding';
import type { EntryId, OrderId } from '../../domain/ids';
import { money, quantity } from '../../domain/money';
import {
  holdOf,
  isBounded,
  isOpen,
  MAX_BOUNDED_ORDERS,
  MAX_OPEN_ORDERS,
  type Order,
} from '../../domain/order';
import { entering, type OrderRequest, type Placement, place, quoteFor } from '../../domain/placement';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { isUnfinished } from '../../domain/stock';
import { fromAccountItem } from '../items/account';
import { fromHoldingItem, holdingKey } from '../items/holding';
import { toLedgerItem } from '../items/ledger-entry';
import { commit, type Draft, draftOf } from '../matching/commit-stock';
import { LateHistory } from '../matching/late-history';
import { fillMetQuote, settle, settleStock } from '../matching/settle-stock';
import { readStock } from '../queries/read-stock';
import { afterCommit } from '../table/after-commit';
import { getItem } from '../table/read';
import { VersionConflict, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact, type Write } from '../table/transact';
import { inTurn, type Turn } from '../table/turns';
import { moveMoney, moveShares } from '../writes/move-balances';
import { moveEntry, orderPut } from '../writes/update-order';
import { type Remember, recordWrite } from './idempotency';

export interface PlacementOptions {
  /** An order fills at once only against a quote younger than this. */
  readonly quoteMaxAgeSeconds: number;
  readonly marketCollarPercent?: number | undefined;
  /** How many buys of the user, or sells from one holding, may be open. */
  readonly maxOpenOrders?: number | undefined;
  /** With this many open, no further order with a second bound is accepted. */
  readonly maxBoundedOrders?: number | undefined;
  readonly remember?: Remember<Order> | undefined;
}

/**
 * Places an order: its hold, the order, its book entry and what the current quote fills of it, in one transaction.
 * Earlier orders that the quote also meets are filled first.
 */
export async function placeOrder(
  store: Store,
  request: OrderRequest,
  options: PlacementOptions,
): Promise<Order | Rejection> {
  const placed = await withRetry(store.retry, () =>
    inTurn(store.turns, (turn) => enterOrder(store, request, options, turn)),
  );
  if (isRejection(placed)) return placed;
  if (placed.exit && placed.stock.unsettled) await fillExit(store, request, options);
  if (!isOpen(placed.order)) return placed.order;
  const latest = await fillMetQuote(store, placed.order, placed.stock, options.quoteMaxAgeSeconds);
  // A recorded response must be the one returned.
  return options.remember ? placed.order : latest;
}

/** The quote that closed a buy may also fill its exit. */
async function fillExit(
  store: Store,
  { stockId }: OrderRequest,
  { quoteMaxAgeSeconds }: PlacementOptions,
): Promise<void> {
  await afterCommit(undefined, async () => {
    await settleStock(store, stockId, quoteMaxAgeSeconds);
    return undefined;
  });
}

async function enterOrder(
  store: Store,
  request: OrderRequest,
  options: PlacementOptions,
  turn: Turn,
): Promise<Placement | Rejection> {
  const read = await readStock(store, request.stockId);
  if (!read) return reject('stock_not_found');
  const now = store.now();
  const { quoteMaxAgeSeconds, marketCollarPercent } = options;
  const context = { now, quoteMaxAgeSeconds, marketCollarPercent };
  const entered = entering(request, read, context);
  if (isRejection(entered)) return entered;
  const mustSettle = isUnfinished(read) || quoteFor(entered, read, context) !== undefined;
  const isOutdated = async () => await turn.take(request.stockId);
  if (mustSettle && (await isOutdated())) return await enterOrder(store, request, options, turn);
  const stock = mustSettle ? await settle(store, read, quoteMaxAgeSeconds) : read;
  const draft = draftOf(stock);
  const ids = { entryId: store.newId(now) as EntryId, exitOrderId: store.newId(now) as OrderId };
  const placement = place(request, draft.stock, { ...context, ...ids });
  if (isRejection(placement)) return placement;
  if (concernsStock(placement) && (await isOutdated()))
    return await enterOrder(store, request, options, turn);
  const refused = await commitPlacement(store, draft, placement, options);
  return refused ? rejectionOf(refused, placement.order, options) : placement;
}

/** The stock takes part in the transaction only if the order fills at once or matching must learn of it. */
function concernsStock(placement: Placement): boolean {
  return (
    placement.fill !== undefined ||
    bookEntries(placement).some((entry) => mustLearnOf(placement.stock, entry))
  );
}

function bookEntries({ order, exit }: Placement): BookEntry[] {
  return [order, ...(exit ? [exit] : [])].flatMap(entriesOf);
}

async function commitPlacement(
  store: Store,
  draft: Draft,
  placement: Placement,
  options: PlacementOptions,
): Promise<Refused | undefined> {
  const { order, fill, exit, stock, missed = [] } = placement;
  const late = new LateHistory();
  if (fill && stock.quote) late.addVolume(stock, stock.quote, missed, fill.shares);
  const writes = async () => {
    const update = fill && (await holdingUpdateOf(store, fill));
    return {
      ...(options.remember && { record: recordWrite(options.remember, order, order.createdAt) }),
      ...balanceWrites(order, fill, update, openBelow(order, options)),
      order: orderPut(order, update?.entries),
      ...moveEntry(undefined, order),
      ...(exit && { exit: orderPut(exit), ...moveEntry(undefined, exit) }),
      ...ledgerWrites(update),
      ...(await late.writes(store, draft.read)),
    };
  };
  if (!concernsStock(placement)) return await transact(store, await writes());
  const known = bookEntries(placement).reduce(withEntry, stock);
  const committed = await commit(store, { ...draft, stock: known }, writes);
  return 'refused' in committed ? committed.refused : undefined;
}

/** For an order that will rest: the number of open orders of its kind must be below this beforehand. */
function openBelow(
  order: Order,
  { maxOpenOrders = MAX_OPEN_ORDERS, maxBoundedOrders = MAX_BOUNDED_ORDERS }: PlacementOptions,
): number | undefined {
  if (!isOpen(order)) return undefined;
  return isBounded(order) ? Math.min(maxOpenOrders, maxBoundedOrders) : maxOpenOrders;
}

/** A holding's cost changes only in commits of its stock, and this is one, so the cost read here is current. */
async function holdingUpdateOf(store: Store, fill: Fill): Promise<HoldingUpdate> {
  const { side, userId, stockId } = fill.order;
  const item = side === 'sell' ? await getItem(store, holdingKey(userId, stockId)) : undefined;
  // Without the shares the transaction is refused anyway.
  return holdingUpdate(item && fromHoldingItem(item), [fill]) ?? { change: NO_CHANGE, entries: [fill.entry] };
}

function ledgerWrites(update: HoldingUpdate | undefined): Record<string, Write> {
  const writes: Record<string, Write> = {};
  for (const entry of update?.entries ?? [])
    writes[`ledger ${entry.id}`] = { Put: { Item: toLedgerItem(entry) } };
  return writes;
}

function balanceWrites(
  order: Order,
  fill: Fill | undefined,
  update: HoldingUpdate | undefined,
  below: number | undefined,
): Record<string, Write> {
  return order.side === 'buy' ? buyWrites(order, update, below) : sellWrites(order, fill, update, below);
}

/** The full hold must be available, even if the quote then costs less. */
function buyWrites(
  order: Order,
  update: HoldingUpdate | undefined,
  openBuysBelow: number | undefined,
): Record<string, Write> {
  const { userId, stockId } = order;
  const { initial, captured, remaining } = holdOf(order);
  const openBuys = Number(isOpen(order));
  const movement = { available: money(-(captured + remaining)), frozen: money(remaining), openBuys };
  const account = moveMoney(userId, movement, { atLeast: money(initial), openBuysBelow });
  if (!update) return { account };
  const openSells = Number(order.exitOrderId !== undefined);
  return { account, holding: moveShares(userId, stockId, { ...update.change, openSells }) };
}

function sellWrites(
  order: Order,
  fill: Fill | undefined,
  update: HoldingUpdate | undefined,
  openSellsBelow: number | undefined,
): Record<string, Write> {
  const { userId, stockId, total } = order;
  const { captured, remaining } = holdOf(order);
  const movement = {
    ...update?.change,
    available: quantity(-Number(captured + remaining)),
    frozen: quantity(Number(remaining)),
    openSells: Number(isOpen(order)),
  };
  const holding = moveShares(userId, stockId, movement, { atLeast: total, openSellsBelow });
  return fill ? { account: moveMoney(userId, fill.money), holding } : { holding };
}

function rejectionOf(refused: Refused, order: Order, options: PlacementOptions): Rejection {
  if (refused.has('record')) return reject('repeated');
  const limit = openBelow(order, options) ?? Number.POSITIVE_INFINITY;
  if (refused.has('account')) {
    const item = refused.get('account');
    if (!item) return reject('user_not_found');
    return reject(fromAccountItem(item).openBuys >= limit ? 'too_many_open_orders' : 'insufficient_funds');
  }
  if (refused.has('holding')) {
    const item = refused.get('holding');
    const isFull = item && fromHoldingItem(item).openSells >= limit;
    return reject(isFull ? 'too_many_open_orders' : 'insufficient_shares');
  }
  assert(!refused.has('order'), `the id ${order.id} is taken`);
  throw new VersionConflict(`stock ${order.stockId} changed since it was read`);
}
