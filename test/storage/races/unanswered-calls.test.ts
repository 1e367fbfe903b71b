import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { UserId } from '../../../functions/domain/ids';
import { getItems } from '../../../functions/storage/table/read';
import { StoreUnavailable } from '../../../functions/storage/table/retry';
import { documentClient, type Store } from '../../../functions/storage/table/store';
import { transfer } from '../../../functions/storage/transactions/transfer';
import { seconds, units } from '../../../testing/builders';
import { timedOut } from '../../../testing/interference';
import { notedRetry } from '../../../testing/patience';

/** Answers that the embedded engine never gives. */
const client = mockClient(DynamoDBDocumentClient);
const retry = notedRetry();
const keys = ['a', 'b', 'c'].map((PK) => ({ PK, SK: 'X' }));
const store: Store = {
  tableName: 'table',
  client: documentClient(new DynamoDBClient({ region: 'us-east-1' })),
  retry,
  now: () => seconds(0),
  newId: () => '',
};
beforeEach(() => {
  client.reset();
  retry.pauses.length = 0;
});
test('a batch that is answered in part is asked for the rest, after a pause', async () => {
  client
    .on(BatchGetCommand)
    .resolvesOnce({
      Responses: { table: [{ PK: 'a' }] },
      UnprocessedKeys: { table: { Keys: keys.slice(1) } },
    })
    .resolvesOnce({ UnprocessedKeys: { table: { Keys: keys.slice(1) } } })
    .resolvesOnce({ Responses: { table: [{ PK: 'c' }, { PK: 'b' }] }, UnprocessedKeys: {} });
  expect(await getItems(store, keys)).toEqual([{ PK: 'a' }, { PK: 'c' }, { PK: 'b' }]);
  const asked = client
    .commandCalls(BatchGetCommand)
    .map(({ args }) => args[0].input.RequestItems?.table?.Keys);
  expect(asked).toEqual([keys, keys.slice(1), keys.slice(1)]);
  expect(retry.pauses).toEqual([20, 40]);
});

test('a batch that is never answered whole is given up', async () => {
  client.on(BatchGetCommand).resolves({ UnprocessedKeys: { table: { Keys: keys } } });
  await expect(getItems(store, keys)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(client.commandCalls(BatchGetCommand)).toHaveLength(8);
});

test('a batch of more than 100 keys is several', async () => {
  client.on(BatchGetCommand).resolves({ Responses: { table: [{}] } });
  const many = Array.from({ length: 250 }, (_, index) => ({ PK: String(index), SK: 'X' }));
  expect(await getItems(store, many)).toHaveLength(3);
  const sizes = client
    .commandCalls(BatchGetCommand)
    .map(({ args }) => args[0].input.RequestItems?.table?.Keys?.length);
  expect(sizes).toEqual([100, 100, 50]);
});

test('a transaction whose answer is lost is sent again under the token that it had', async () => {
  client.on(TransactWriteCommand).rejectsOnce(timedOut()).rejectsOnce(timedOut()).resolves({});
  await transfer(store, { userId: 'ann' as UserId, type: 'deposit', amount: units(5) }).catch(
    () => undefined,
  );
  const tokens = client
    .commandCalls(TransactWriteCommand)
    .map(({ args }) => args[0].input.ClientRequestToken);
  expect([tokens.length, new Set(tokens).size]).toEqual([3, 1]);
  expect(tokens[0]).toMatch(/^[\w-]{36}$/);
});
