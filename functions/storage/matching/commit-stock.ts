import type { ClosedCandle } from '../../domain/history';
import { type Flush, flushed, isFull, type Stock } from '../../domain/stock';
import { candleAttribute, candleRunKey, tickPageKey, toTicksItem } from '../items/history';
import { packCandle } from '../items/packed-history';
import { toStockItem } from '../items/stock';
import { isConflict, VersionConflict, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, type TransactOptions, transact, type Write } from '../table/transact';

/** A stock as read, and as it will be committed. */
export interface Draft {
  readonly read: Stock;
  readonly stock: Stock;
  readonly flush?: Flush | undefined;
}

/** Every change of a stock starts here: a full one is flushed before its ticks change. */
export function draftOf(stock: Stock): Draft {
  return isFull(stock) ? { read: stock, ...flushed(stock) } : { read: stock, stock };
}

export type Commit = { readonly stock: Stock } | { readonly refused: Refused };

/**
 * Writes the draft, provided that the stock hasn't changed since it was read, together with the writes that
 * `accompany` returns. What the draft flushes is put first: every writer makes the same puts, so neither a crash in
 * between nor losing the race does any harm.
 *
 * @returns the stock as committed, or the names of the conditions that failed, `stock` if it was overtaken
 */
export async function commit(
  store: Store,
  draft: Draft,
  accompany: () => Promise<Record<string, Write>> = async () => ({}),
  options: TransactOptions = {},
): Promise<Commit> {
  if (draft.flush) await putFlush(store, draft.read, draft.flush);
  const writes = await accompany();
  const stock = { ...draft.stock, version: draft.read.version + 1 };
  const put = stockPut(draft.read, stock);
  const isAlone = Object.keys(writes).length === 0;
  const refused = isAlone
    ? await putAlone(store, put)
    : await transact(store, { stock: { Put: put }, ...writes }, options);
  return refused ? { refused } : { stock };
}

/**
 * Writes the draft and nothing else.
 *
 * @throws VersionConflict if the stock has changed since it was read
 */
export async function commitAlone(store: Store, draft: Draft): Promise<Stock> {
  const committed = await commit(store, draft);
  if ('refused' in committed) throw new VersionConflict(`stock ${draft.stock.id} changed since it was read`);
  return committed.stock;
}

function stockPut(read: Stock, stock: Stock) {
  const isUnchanged =
    read.version === 0
      ? { ConditionExpression: 'attribute_not_exists(PK)' }
      : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': read.version } };
  return { Item: toStockItem(stock), ...isUnchanged };
}

/** A single put costs half as much as one in a transaction. */
async function putAlone(store: Store, put: ReturnType<typeof stockPut>): Promise<Refused | undefined> {
  const input = { TableName: store.tableName, ...put };
  return await withRetry(store.retry, async () => {
    try {
      await store.client.call('PutItem', input);
      return undefined;
    } catch (error) {
      // After a timeout the retry may meet its own commit. Then starting over finds the ticks applied.
      const isOvertaken = error instanceof Error && error.name === 'ConditionalCheckFailedException';
      if (isOvertaken || isConflict(error)) return new Map([['stock', undefined]]);
      throw error;
    }
  });
}

async function putFlush(store: Store, stock: Stock, { page, closed }: Flush): Promise<void> {
  await Promise.all([
    putPage(store, stock, page),
    ...candleRunUpdates(stock, closed).map((update) => putCandles(store, update)),
  ]);
}

async function putPage(store: Store, stock: Stock, { number, ticks }: Flush['page']): Promise<void> {
  const Item = toTicksItem(tickPageKey(stock.id, ticks, number), ticks, store.tickRetentionDays);
  await withRetry(store.retry, () => store.client.call('PutItem', { TableName: store.tableName, Item }));
}

interface CandleRunUpdate {
  readonly Key: { PK: string; SK: string };
  readonly candles: Record<string, Uint8Array>;
}

/** One update per run that closed candles belong to. */
function candleRunUpdates(stock: Stock, closed: readonly ClosedCandle[]): CandleRunUpdate[] {
  const updates = new Map<string, CandleRunUpdate>();
  for (const { interval, candle } of closed) {
    const Key = candleRunKey(stock.id, interval, candle.start);
    const update: CandleRunUpdate = updates.get(Key.SK) ?? { Key, candles: {} };
    update.candles[candleAttribute(interval, candle.start)] = packCandle(candle);
    updates.set(Key.SK, update);
  }
  return [...updates.values()];
}

/** Keeps candles already stored: they may have counted late ticks since. */
async function putCandles(store: Store, { Key, candles }: CandleRunUpdate): Promise<void> {
  const names = Object.keys(candles);
  const input = {
    TableName: store.tableName,
    Key,
    UpdateExpression: `SET ${names.map((name) => `${name} = if_not_exists(${name}, :${name})`).join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, candles[name]])),
  };
  await withRetry(store.retry, () => store.client.call('UpdateItem', input));
}
