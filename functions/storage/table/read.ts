import * as z from 'zod';
import type { Inputs } from './operations';
import type { Key, RawItem } from './raw-item';
import { Unprocessed, withRetry } from './retry';
import { INDEX_NAME, type Store } from './store';

export type { Key, RawItem };

const Keyed = z.object({ PK: z.string(), SK: z.string() });

export function keyOf(item: RawItem): Key {
  return Keyed.parse(item);
}

/** Every read that decides about money goes through here or `getItems`: both are strongly consistent. */
export async function getItem(store: Store, key: Key): Promise<RawItem | undefined> {
  const input = { TableName: store.tableName, Key: key, ConsistentRead: true };
  return (await withRetry(store.retry, () => store.client.call('GetItem', input))).Item;
}

const KEYS_PER_BATCH = 100;

/** Each item once, in no particular order; those that don't exist are left out. */
export async function getItems(store: Store, keys: readonly Key[]): Promise<RawItem[]> {
  const items: RawItem[] = [];
  // A batch that names a key twice is refused, and lists may: what is moved between two pages is in both.
  const distinct = [...new Map(keys.map(({ PK, SK }) => [`${PK} ${SK}`, { PK, SK }])).values()];
  for (let start = 0; start < distinct.length; start += KEYS_PER_BATCH) {
    let wanted: RawItem[] = distinct.slice(start, start + KEYS_PER_BATCH);
    await withRetry(store.retry, async () => {
      const RequestItems = { [store.tableName]: { Keys: wanted, ConsistentRead: true } };
      const answer = await store.client.call('BatchGetItem', { RequestItems });
      items.push(...(answer.Responses[store.tableName] ?? []));
      wanted = answer.UnprocessedKeys[store.tableName]?.Keys ?? [];
      if (wanted.length > 0) throw new Unprocessed(`${wanted.length} keys of a batch were left unread`);
    });
  }
  return items;
}

/** A stretch of one partition, in sort-key order: within inclusive bounds, or with one prefix. */
export interface Stretch {
  readonly partition: string;
  /** Instead of bounds. */
  readonly prefix?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly newestFirst?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Continue after this key, exclusive. */
  readonly behind?: Key | RawItem | undefined;
}

export interface QueryPage {
  readonly items: RawItem[];
  /** Where the stretch continues, or undefined at its end. */
  readonly next?: RawItem | undefined;
}

export async function queryTable(store: Store, stretch: Stretch): Promise<QueryPage> {
  return await query(store, { ...inputOf(stretch, 'PK', 'SK'), ConsistentRead: true });
}

/** The index lags the table slightly: for lists that people look at, never for decisions. */
export async function queryIndex(store: Store, stretch: Stretch): Promise<QueryPage> {
  return await query(store, { ...inputOf(stretch, 'GSI1PK', 'GSI1SK'), IndexName: INDEX_NAME });
}

type QueryInput = Omit<Inputs['Query'], 'TableName'>;

async function query(store: Store, input: QueryInput): Promise<QueryPage> {
  const onTable = { TableName: store.tableName, ...input };
  const answer = await withRetry(store.retry, () => store.client.call('Query', onTable));
  return { items: answer.Items, next: answer.LastEvaluatedKey };
}

function inputOf(stretch: Stretch, partitionKey: string, sortKey: string): QueryInput {
  const { partition, newestFirst = false, limit, behind } = stretch;
  const sort = sortCondition(stretch);
  return {
    KeyConditionExpression: ['#partition = :partition', ...sort.conditions].join(' AND '),
    ExpressionAttributeNames: {
      '#partition': partitionKey,
      ...(sort.conditions.length > 0 && { '#sort': sortKey }),
    },
    ExpressionAttributeValues: { ':partition': partition, ...sort.values },
    ScanIndexForward: !newestFirst,
    Limit: limit,
    ExclusiveStartKey: behind && { ...behind },
  };
}

/** A key condition expression allows at most one condition on the sort key. */
function sortCondition({ prefix, from, to }: Stretch) {
  if (prefix !== undefined) {
    return { conditions: ['begins_with(#sort, :prefix)'], values: { ':prefix': prefix } };
  }
  if (from !== undefined && to !== undefined) {
    return { conditions: ['#sort BETWEEN :from AND :to'], values: { ':from': from, ':to': to } };
  }
  if (from !== undefined) return { conditions: ['#sort >= :from'], values: { ':from': from } };
  if (to !== undefined) return { conditions: ['#sort <= :to'], values: { ':to': to } };
  return { conditions: [], values: {} };
}

/** Reads up to `limit` items or the end of the stretch: a DynamoDB page may end early at 1 MB. */
export async function queryAll(store: Store, stretch: Stretch): Promise<RawItem[]> {
  const items: RawItem[] = [];
  let behind = stretch.behind;
  do {
    const page = await queryTable(store, {
      ...stretch,
      behind,
      limit: stretch.limit && stretch.limit - items.length,
    });
    items.push(...page.items);
    behind = page.next;
  } while (behind && (stretch.limit === undefined || items.length < stretch.limit));
  return items;
}
