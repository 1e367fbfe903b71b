import fc from 'fast-check';
import type { Inputs, TransactItem } from '../../functions/storage/table/operations';
import type { RawItem } from '../../functions/storage/table/raw-item';
import { INDEX_NAME } from '../../functions/storage/table/store';
import type { TableClient } from '../../functions/storage/table/table-client';
import { TableError, TransactionCanceled } from '../../functions/storage/table/table-error';
import { MemoryTables } from '../../testing/memory-table/memory-tables';
import { inFull } from '../../testing/scale';
import { type Episode, runEpisode } from '../../testing/simulation/episode';
import { drawEpisode } from '../../testing/simulation/simulation';
import { openSurroundings } from '../../testing/simulation/surroundings';
import { type Tables, tablesInMemory, tablesOfEngine } from '../../testing/simulation/tables';
import { openTestStore, testClient } from '../../testing/test-store';

const key = fc.record({
  PK: fc.constantFrom('STOCK#1', 'USER#1'),
  SK: fc.constantFrom('A', 'B#1', 'B#2', 'B#3', 'C'),
});
const amount = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.bigInt(-(10n ** 20n), 10n ** 20n));
const item = fc
  .record(
    {
      key,
      version: fc.integer({ min: 1, max: 3 }),
      available: amount,
      GSI1PK: fc.constantFrom('OPEN#1', 'OPEN#2'),
      GSI1SK: fc.constantFrom('1', '2', '3'),
      fill: fc.record({ shares: fc.integer() }),
      list: fc.array(fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer())),
      bytes: fc.uint8Array({ maxLength: 5 }),
    },
    { requiredKeys: ['key'] },
  )
  .map(({ key, ...attributes }) => ({ ...key, ...attributes }));

const condition = fc.oneof(
  fc.constant({}),
  fc.constantFrom('attribute_exists(PK)', 'attribute_not_exists(PK)').map((ConditionExpression) => ({
    ConditionExpression,
  })),
  fc.integer({ min: 1, max: 3 }).map((read) => ({
    ConditionExpression: 'version = :read',
    ExpressionAttributeValues: { ':read': read },
  })),
  fc.tuple(amount, amount).map(([least, most]) => ({
    ConditionExpression:
      'attribute_not_exists(PK) OR (attribute_exists(version) AND available >= :least AND available <= :most)',
    ExpressionAttributeValues: { ':least': least, ':most': most },
  })),
  amount.map((limit) => ({
    ConditionExpression: 'available < :limit AND version > :none',
    ExpressionAttributeValues: { ':limit': limit, ':none': 1 },
  })),
);

const TELLING = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

const put = fc.record({ Item: item, given: condition }).map(({ Item, given }) => ({ Item, ...given }));
const removal = fc.record({ Key: key, given: condition }).map(({ Key, given }) => ({ Key, ...given }));
const update = fc
  .record({ Key: key, amount, text: fc.constantFrom('1', '2'), isChecked: fc.boolean() })
  .map(({ Key, amount, text, isChecked }) => ({
    Key,
    UpdateExpression:
      'SET GSI1PK = :text, GSI1SK = if_not_exists(GSI1SK, :text) ADD available :amount, version :one',
    ExpressionAttributeValues: { ':text': text, ':amount': amount, ':one': 1 },
    ...(isChecked && { ConditionExpression: 'attribute_exists(PK) AND version >= :one' }),
  }));

const action: fc.Arbitrary<(TableName: string) => TransactItem> = fc.oneof(
  put.map((write) => (TableName: string) => ({ Put: { TableName, ...TELLING, ...write } })),
  removal.map((write) => (TableName: string) => ({ Delete: { TableName, ...TELLING, ...write } })),
  update.map((write) => (TableName: string) => ({ Update: { TableName, ...TELLING, ...write } })),
  removal
    .filter((write) => 'ConditionExpression' in write)
    .map((write) => (TableName: string) => ({ ConditionCheck: { TableName, ...TELLING, ...write } })),
);

const restriction = fc.constantFrom<{ condition: string; values: Record<string, string> }>(
  { condition: '', values: {} },
  { condition: ' AND begins_with(#sort, :prefix)', values: { ':prefix': 'B#' } },
  { condition: ' AND #sort BETWEEN :from AND :to', values: { ':from': '2', ':to': 'B#2' } },
  { condition: ' AND #sort >= :from', values: { ':from': 'B#2' } },
  { condition: ' AND #sort <= :to', values: { ':to': '2' } },
);

const query = fc
  .record({
    isOfIndex: fc.boolean(),
    partition: fc.constantFrom('STOCK#1', 'USER#1', '1', '2'),
    restriction,
    ScanIndexForward: fc.boolean(),
    Limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  .map(({ isOfIndex, partition, restriction, ...rest }) => ({
    ...rest,
    ...(isOfIndex ? { IndexName: INDEX_NAME } : { ConsistentRead: true }),
    KeyConditionExpression: `#partition = :partition${restriction.condition}`,
    ExpressionAttributeNames: {
      '#partition': isOfIndex ? 'GSI1PK' : 'PK',
      ...(restriction.condition !== '' && { '#sort': isOfIndex ? 'GSI1SK' : 'SK' }),
    },
    ExpressionAttributeValues: { ':partition': partition, ...restriction.values },
  }));

/** One use of a table, and what came of it. */
type Use = (client: TableClient, TableName: string) => Promise<unknown>;

const use: fc.Arbitrary<Use> = fc.oneof(
  put.map(
    (write): Use =>
      (client, TableName) =>
        client.call('PutItem', { TableName, ...write }),
  ),
  removal.map(
    (write): Use =>
      (client, TableName) =>
        client.call('DeleteItem', { TableName, ...write }),
  ),
  update.map(
    (write): Use =>
      (client, TableName) =>
        client.call('UpdateItem', { TableName, ...write }),
  ),
  {
    weight: 3,
    arbitrary: fc.tuple(fc.uuid(), fc.array(action, { minLength: 1, maxLength: 4 })).map(transaction),
  },
  fc.uniqueArray(key, { minLength: 1, selector: JSON.stringify }).map(readings),
  { weight: 3, arbitrary: query.map(pages) },
);

/** Sent twice, as after a lost response. */
function transaction([token, actions]: [string, ((TableName: string) => TransactItem)[]]): Use {
  return async (client, TableName) => {
    const input = { ClientRequestToken: token, TransactItems: actions.map((action) => action(TableName)) };
    await client.call('TransactWriteItems', input);
    return await client.call('TransactWriteItems', input);
  };
}

function readings(keys: readonly { PK: string; SK: string }[]): Use {
  return async (client, TableName) => {
    const singly = await Promise.all(
      keys.map((Key) => client.call('GetItem', { TableName, Key, ConsistentRead: true })),
    );
    const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
    const RequestItems = { [TableName]: { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.call('BatchGetItem', { RequestItems });
    return {
      singly: singly.map(({ Item }) => Item),
      together: (await client.call('TransactGetItems', { TransactItems })).Responses.map(({ Item }) => Item),
      batch: Object.values(Responses).map(inOrder),
      UnprocessedKeys,
    };
  };
}

function pages(query: Omit<Inputs['Query'], 'TableName'>): Use {
  return async (client, TableName) => {
    const pages: unknown[] = [];
    let ExclusiveStartKey: RawItem | undefined;
    do {
      const { Items, LastEvaluatedKey } = await client.call('Query', {
        TableName,
        ...query,
        ExclusiveStartKey,
      });
      pages.push({ Items, LastEvaluatedKey });
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return pages;
  };
}

function inOrder(items: readonly RawItem[]): RawItem[] {
  return items.toSorted((a, b) => (JSON.stringify([a.PK, a.SK]) < JSON.stringify([b.PK, b.SK]) ? -1 : 1));
}

/** What came of a call, errors included. */
async function outcomeOf(outcome: Promise<unknown>): Promise<unknown> {
  return await outcome.catch((error: unknown) => {
    if (error instanceof TransactionCanceled) return error.reasons;
    if (error instanceof TableError) return error.name;
    throw error;
  });
}

test('in-memory tables answer like the real engine', async () => {
  const engine = testClient();
  const inMemory = new MemoryTables();
  const uses = fc.array(use, { minLength: 20, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(uses, async (sequence) => {
      const { tableName } = await openTestStore();
      for (const use of sequence)
        expect(await outcomeOf(use(inMemory, tableName))).toEqual(await outcomeOf(use(engine, tableName)));
    }),
    { numRuns: inFull(100, 10) },
  );
});

/** Runs an episode and returns how it ended, with every item in its table. */
async function endingOn(tables: Tables, episode: Episode) {
  let items: unknown[] = [];
  const surroundings = await openSurroundings({
    ...tables,
    async scan(name) {
      const found = await tables.scan(name);
      items = found;
      return found;
    },
  });
  const ending = await runEpisode(surroundings, episode);
  return { ...ending, items: new Set(items) };
}

test.each(inFull([3, 4, 5, 6, 7, 8], [3]))('episode %i goes the same way in memory', async (seed) => {
  const episode = drawEpisode(seed, 100);
  expect(await endingOn(tablesInMemory(), episode)).toEqual(await endingOn(tablesOfEngine(), episode));
});
