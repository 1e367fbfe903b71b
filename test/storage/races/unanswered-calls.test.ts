import type { UserId } from '../../../functions/domain/ids';
import { getItems } from '../../../functions/storage/table/read';
import { StoreUnavailable } from '../../../functions/storage/table/retry';
import type { Store } from '../../../functions/storage/table/store';
import { transfer } from '../../../functions/storage/transactions/transfer';
import { seconds, units } from '../../../testing/builders';
import { failing, interfere, timedOut } from '../../../testing/interference';
import { notedRetry } from '../../../testing/patience';
import { type ScriptedTable, startScriptedTable } from '../../../testing/scripted-table';

/** Answers that the embedded engine never gives. */
let table: ScriptedTable;
let store: Store;
const retry = notedRetry();
beforeAll(async () => {
  table = await startScriptedTable();
  store = { tableName: 'table', client: table.client, retry, now: () => seconds(0), newId: () => '' };
});
afterAll(() => table.stop());
beforeEach(() => {
  retry.pauses.length = 0;
});

const keys = ['a', 'b', 'c'].map((PK) => ({ PK, SK: 'X' }));
const wire = (PK: string) => ({ PK: { S: PK } });
const wireKeys = keys.map(({ PK, SK }) => ({ PK: { S: PK }, SK: { S: SK } }));
const unread = (from: number) => ({ UnprocessedKeys: { table: { Keys: wireKeys.slice(from) } } });
const askedKeys = () =>
  table.asked.map(({ input }) => Object(input.RequestItems).table.Keys as Record<string, unknown>[]);

test('a batch answered in part is asked for the rest after a pause', async () => {
  table.answerWith(
    { body: { Responses: { table: [wire('a')] }, ...unread(1) } },
    { body: unread(1) },
    { body: { Responses: { table: [wire('c'), wire('b')] }, UnprocessedKeys: {} } },
  );
  expect(await getItems(store, keys)).toEqual([{ PK: 'a' }, { PK: 'c' }, { PK: 'b' }]);
  expect(askedKeys()).toEqual([wireKeys, wireKeys.slice(1), wireKeys.slice(1)]);
  expect(retry.pauses).toEqual([20, 40]);
});

test('a batch that is never answered in full is given up', async () => {
  table.answerWith({ body: unread(0) });
  await expect(getItems(store, keys)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(table.asked).toHaveLength(8);
});

test('a batch of more than 100 keys is split', async () => {
  table.answerWith({ body: { Responses: { table: [{}] } } });
  const many = Array.from({ length: 250 }, (_, index) => ({ PK: String(index), SK: 'X' }));
  expect(await getItems(store, many)).toHaveLength(3);
  expect(askedKeys().map((asked) => asked.length)).toEqual([100, 100, 50]);
});

test('a key named twice is requested once', async () => {
  table.answerWith({ body: { Responses: { table: [wire('a')] } } });
  expect(await getItems(store, [...keys, ...keys])).toEqual([{ PK: 'a' }]);
  expect(askedKeys()).toEqual([wireKeys]);
});

test('a transaction whose answer is lost is sent again with the same token', async () => {
  table.answerWith({ body: {} });
  interfere(table, { on: 'TransactWriteItems', times: 2, after: failing(timedOut) });
  await transfer(store, { userId: 'ann' as UserId, type: 'deposit', amount: units(5) }).catch(
    () => undefined,
  );
  const transactions = table.asked.filter(({ operation }) => operation === 'TransactWriteItems');
  const tokens = transactions.map(({ input }) => input.ClientRequestToken);
  expect([tokens.length, new Set(tokens).size]).toEqual([3, 1]);
  expect(tokens[0]).toMatch(/^[\w-]{36}$/);
});
