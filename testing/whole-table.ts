import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { RawItem } from '../functions/storage/table/read';
import type { Store } from '../functions/storage/table/store';
import { documents } from './test-store';

/** Every item of the table by key, which must be unchanged after a refusal. */
export async function wholeTable(store: Store): Promise<Record<string, RawItem>> {
  const items: Record<string, RawItem> = {};
  let ExclusiveStartKey: RawItem | undefined;
  do {
    const page = await documents().send(
      new ScanCommand({ TableName: store.tableName, ConsistentRead: true, ExclusiveStartKey }),
    );
    for (const item of page.Items ?? []) items[`${item.PK} ${item.SK}`] = item;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

/** The items of one kind, by their keys' prefixes. */
export async function itemsOf(store: Store, partition: string, sortKey = ''): Promise<RawItem[]> {
  return Object.entries(await wholeTable(store))
    .filter(([key]) => key.startsWith(partition) && key.slice(key.indexOf(' ') + 1).startsWith(sortKey))
    .map(([, item]) => item);
}

/** Asserts that `work` changes nothing. @returns its result */
export async function changingNothing<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const before = await wholeTable(store);
  const outcome = await work();
  expect(await wholeTable(store)).toEqual(before);
  return outcome;
}

const ITEMS_PER_BATCH = 25;

/** Copies a scene built in another table into this one. */
export async function copyInto(store: Store, scene: Record<string, RawItem>): Promise<void> {
  const puts = Object.values(scene).map((Item) => ({ PutRequest: { Item } }));
  const batches = Array.from({ length: Math.ceil(puts.length / ITEMS_PER_BATCH) }, (_, index) =>
    puts.slice(index * ITEMS_PER_BATCH, (index + 1) * ITEMS_PER_BATCH),
  );
  await Promise.all(
    batches.map((batch) =>
      documents().send(new BatchWriteCommand({ RequestItems: { [store.tableName]: batch } })),
    ),
  );
}
