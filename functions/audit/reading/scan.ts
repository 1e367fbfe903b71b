import type { Key, QueryPage, RawItem } from '../../storage/table/read';
import { withRetry } from '../../storage/table/retry';
import type { Store } from '../../storage/table/store';

export interface Segment {
  readonly number: number;
  readonly of: number;
}

/** A page of one segment of the table: partition by partition, each in sort-key order. */
export async function scanPage(
  store: Store,
  segment: Segment,
  limit: number,
  behind: Key | undefined,
): Promise<QueryPage> {
  const input = {
    TableName: store.tableName,
    Segment: segment.number,
    TotalSegments: segment.of,
    Limit: limit,
    ExclusiveStartKey: behind && { ...behind },
    ConsistentRead: true,
  };
  const answer = await withRetry(store.retry, () => store.client.call('Scan', input));
  return { items: answer.Items, next: answer.LastEvaluatedKey };
}

/** The items as of one instant, in the order of the keys: no transaction is seen half done. */
export async function getTogether(store: Store, keys: readonly Key[]): Promise<(RawItem | undefined)[]> {
  const TransactItems = keys.map((Key) => ({ Get: { TableName: store.tableName, Key } }));
  const { Responses } = await withRetry(store.retry, () =>
    store.client.call('TransactGetItems', { TransactItems }),
  );
  return keys.map((_, index) => Responses[index]?.Item);
}
