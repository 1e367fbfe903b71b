import { assert } from '../../domain/assert';
import { bandOfOrder, bookEntryOf } from '../../domain/book';
import { costOfSold, totalShares } from '../../domain/holding';
import type { EntryId } from '../../domain/ids';
import { money, NO_MONEY, negated, quantity } from '../../domain/money';
import { holdOf, isOpen, MAX_OPEN_ORDERS, type Order } from '../../domain/order';
import { type OrderRequest, type Placement, place, quoteFor } from '../../domain/placement';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { hasBand, isUnfinished, withBand } from '../../domain/stock';
import { isSameTick } from '../../domain/tick';
import { fromAccountItem } from '../items/account';
import { toBookEntryItem } from '../items/book-entry';
import { fromHoldingItem, holdingKey } from '../items/holding';
import { toLedgerItem } from '../items/ledger-entry';
import { toOrderItem } from '../items/order';
import { commit, type Draft, draftOf } from '../matching/commit-stock';
import { settle, settleStock } from '../matching/match-ticks';
import { readOrder } from '../queries/read-order';
import { readStock } from '../queries/read-stock';
import { afterCommit } from '../table/after-commit';
import { getItem } from '../table/read';
import { Overtaken, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact, type Write } from '../table/transact';
import { moveMoney, moveShares } from '../writes/move-balances';
import { type Remember, recordWrite } from './idempotency';

export interface PlacementOptions {
  /** An order fills at once only against a quote younger than this. */
  readonly quoteMaxAgeSeconds: number;
  /** How many buys of the user, or sells of the user's holding, may be open. */
  readonly maxOpenOrders?: number | undefined;
  readonly remember?: Remember<Order> | undefined;
}

/**
 * Enters an order: its hold, the order, its place in the book, and what the present quote fills of it, in one
 * transaction. Orders that were there before and that the quote meets too are filled first.
 */
export async function placeOrder(
  store: Store,
  request: OrderRequest,
  options: PlacementOptions,
): Promise<Order | Rejection> {
  const placed = await withRetry(store.retry, () => enterOrder(store, request, options));
  if (isRejection(placed)) return placed;
  if (!isOpen(placed.order)) return placed.order;
  const latest = await afterCommit(placed.order, () =>
    meetOvertakingQuote(store, placed, options.quoteMaxAgeSeconds),
  );
  // An answer that was remembered is the answer.
  return options.remember ? placed.order : latest;
}

async function enterOrder(
  store: Store,
  request: OrderRequest,
  options: PlacementOptions,
): Promise<Placement | Rejection> {
  const read = await readStock(store, request.stockId);
  if (!read) return reject('stock_not_found');
  const now = store.now();
  const { quoteMaxAgeSeconds, maxOpenOrders = MAX_OPEN_ORDERS, remember } = options;
  const meetsQuote = quoteFor(request, read, { now, quoteMaxAgeSeconds }) !== undefined;
  const stock = meetsQuote || isUnfinished(read) ? await settle(store, read, quoteMaxAgeSeconds) : read;
  const draft = draftOf(stock);
  const placement = place(request, draft.stock, {
    now,
    quoteMaxAgeSeconds,
    entryId: store.newId(now) as EntryId,
  });
  if (isRejection(placement)) return placement;
  const record = remember && recordWrite(remember, placement.order, now);
  const entry = { placement, openBelow: isOpen(placement.order) ? maxOpenOrders : undefined };
  const refused = await commitPlacement(store, draft, entry, record);
  return refused ? rejectionOf(refused, request, entry) : placement;
}

/** An order on its way into the table. */
interface Entry {
  readonly placement: Placement;
  /** Of an order that will rest: how many of its kind must be fewer before it. */
  readonly openBelow: number | undefined;
}

/** The stock takes part only when the order fills at once, or opens a band that matching must learn of. */
async function commitPlacement(store: Store, draft: Draft, entry: Entry, record: Write | undefined) {
  const { placement } = entry;
  const { order, fill } = placement;
  const opensBand = isOpen(order) && !hasBand(draft.stock, order.side, bandOfOrder(order));
  if (!fill && !opensBand) return await transact(store, { record, ...(await placementWrites(store, entry)) });
  const stock = opensBand ? withBand(placement.stock, order.side, bandOfOrder(order)) : placement.stock;
  const committed = await commit(store, { ...draft, stock }, async () => ({
    ...(record && { record }),
    ...(await placementWrites(store, entry)),
  }));
  return 'refused' in committed ? committed.refused : undefined;
}

async function placementWrites(store: Store, entry: Entry): Promise<Record<string, Write>> {
  const { order, fill } = entry.placement;
  return {
    ...(order.side === 'buy' ? buyWrites(entry) : await sellWrites(store, entry)),
    order: {
      Put: {
        Item: toOrderItem(order, fill ? [fill.entry] : []),
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    },
    ...(isOpen(order) && { book: { Put: { Item: toBookEntryItem(bookEntryOf(order)) } } }),
    ...(fill && { entry: { Put: { Item: toLedgerItem(fill.entry) } } }),
  };
}

/** The whole hold must be there, also when the quote then asks less. */
function buyWrites({ placement: { order, fill }, openBelow }: Entry): Record<string, Write> {
  const { userId, stockId } = order;
  const { initial, captured, remaining } = holdOf(order);
  const openBuys = Number(isOpen(order));
  const movement = { available: money(-(captured + remaining)), frozen: money(remaining), openBuys };
  const account = moveMoney(userId, movement, { atLeast: money(initial), openBuysBelow: openBelow });
  if (!fill) return { account };
  return { account, holding: moveShares(userId, stockId, { ...fill.holding, cost: fill.value }) };
}

async function sellWrites(
  store: Store,
  { placement: { order, fill }, openBelow }: Entry,
): Promise<Record<string, Write>> {
  const { userId, stockId, total } = order;
  const { captured, remaining } = holdOf(order);
  const movement = {
    available: quantity(-Number(captured + remaining)),
    frozen: quantity(Number(remaining)),
    openSells: Number(isOpen(order)),
  };
  const required = { atLeast: total, openSellsBelow: openBelow };
  if (!fill) return { holding: moveShares(userId, stockId, movement, required) };
  // The cost of a holding changes only with commits of its stock, and this is one: nobody comes in between.
  const item = await getItem(store, holdingKey(userId, stockId));
  const holding = item && fromHoldingItem(item);
  const held = holding ? totalShares(holding) : 0;
  const cost =
    holding && held >= fill.shares ? costOfSold(holding.cost, quantity(held), fill.shares) : NO_MONEY;
  return {
    account: moveMoney(userId, { available: fill.value, frozen: NO_MONEY }),
    holding: moveShares(userId, stockId, { ...movement, cost: negated(cost) }, required),
  };
}

function rejectionOf(refused: Refused, request: OrderRequest, { openBelow }: Entry): Rejection {
  if (refused.has('record')) return reject('repeated');
  if (refused.has('account')) {
    const item = refused.get('account');
    if (!item) return reject('user_not_found');
    return reject(
      isReached(fromAccountItem(item).openBuys, openBelow) ? 'too_many_open_orders' : 'insufficient_funds',
    );
  }
  if (refused.has('holding')) {
    const item = refused.get('holding');
    const isFull = item && isReached(fromHoldingItem(item).openSells, openBelow);
    return reject(isFull ? 'too_many_open_orders' : 'insufficient_shares');
  }
  assert(!refused.has('order'), `the id ${request.id} is taken`);
  throw new Overtaken(`stock ${request.stockId} changed since it was read`);
}

function isReached(open: number, openBelow: number | undefined): boolean {
  return openBelow !== undefined && open >= openBelow;
}

/**
 * A tick that was being committed while this order came in may not have seen it. When the stock has moved on
 * since it was read, what its quote still offers is filled now rather than at the next tick.
 */
async function meetOvertakingQuote(
  store: Store,
  { order, stock }: Placement,
  quoteMaxAgeSeconds: number,
): Promise<Order> {
  const latest = await readStock(store, order.stockId);
  if (!latest?.quote || (stock.quote && isSameTick(latest.quote, stock.quote))) return order;
  if (!quoteFor(order, latest, { now: store.now(), quoteMaxAgeSeconds })) return order;
  await settleStock(store, order.stockId, quoteMaxAgeSeconds);
  return (await readOrder(store, order.userId, order.id)) ?? order;
}
