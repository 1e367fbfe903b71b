import { createHash, createHmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { decodeItem, encodeItem } from '../../../functions/storage/table/attribute-values';
import type { Inputs, Operation } from '../../../functions/storage/table/operations';
import { endpointIn, tableClient } from '../../../functions/storage/table/table-client';
import { TableError, TransactionCanceled } from '../../../functions/storage/table/table-error';
import { type Asked, type ScriptedTable, startScriptedTable } from '../../../testing/scripted-table';
import { documents, openTestStore, type TestStore } from '../../../testing/test-store';

const ITEM = {
  ...{ PK: 'USER#ann', SK: 'ACCOUNT', text: 'é', empty: '', yes: true, no: false, nothing: null },
  ...{ whole: -12, part: 0.25, large: 12345678901234567890n, zero: 0 },
  ...{ bytes: Uint8Array.from([0, 1, 255]), list: [1, 'a', [true]], map: { deep: { er: 1 }, none: {} } },
};
const KEY = { PK: ITEM.PK, SK: ITEM.SK };

describe('on a table', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  const on = <Fields extends object>(fields: Fields) => ({ TableName: store.tableName, ...fields });

  test('items come back as they were put, and the SDK reads the same', async () => {
    await store.client.call('PutItem', on({ Item: { ...ITEM, absent: undefined } }));
    const { Item } = await store.client.call('GetItem', on({ Key: KEY, ConsistentRead: true }));
    expect(Item).toEqual(ITEM);
    expect((await documents().send(new GetCommand(on({ Key: KEY })))).Item).toEqual(ITEM);
  });

  test('each operation reads and writes what it should', async () => {
    const call = store.client.call.bind(store.client);
    const other = { PK: 'USER#ann', SK: 'ORDER#1' };
    await call('PutItem', on({ Item: ITEM }));
    await call('TransactWriteItems', {
      ClientRequestToken: 'a token of a test',
      TransactItems: [
        { Put: on({ Item: { ...other, size: 3 } }) },
        {
          Update: on({
            Key: KEY,
            UpdateExpression: 'SET whole = whole + :one',
            ExpressionAttributeValues: { ':one': 1 },
          }),
        },
      ],
    });
    const UpdateExpression = 'SET #size = :size';
    const names = { ExpressionAttributeNames: { '#size': 'size' } };
    await call(
      'UpdateItem',
      on({ Key: other, UpdateExpression, ...names, ExpressionAttributeValues: { ':size': 4 } }),
    );
    const RequestItems = { [store.tableName]: { Keys: [KEY, other], ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await call('BatchGetItem', { RequestItems });
    expect(Responses[store.tableName]?.map(({ SK }) => SK).toSorted()).toEqual(['ACCOUNT', 'ORDER#1']);
    expect(UnprocessedKeys).toEqual({});
    const query = {
      KeyConditionExpression: '#key = :key',
      ...{ ExpressionAttributeNames: { '#key': 'PK' }, ExpressionAttributeValues: { ':key': 'USER#ann' } },
      ...{ ScanIndexForward: false, Limit: 1, ConsistentRead: true },
    };
    const first = await call('Query', on(query));
    expect(first).toMatchObject({ Items: [{ ...other, size: 4 }], LastEvaluatedKey: other });
    const second = await call('Query', on({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
    expect(second.Items).toEqual([{ ...ITEM, whole: -11 }]);
    const scanned = await call('Scan', on({ Segment: 0, TotalSegments: 1, ConsistentRead: true }));
    expect(scanned.Items).toHaveLength(2);
    await call('DeleteItem', on({ Key: other }));
    const gets = [KEY, other].map((Key) => ({ Get: on({ Key }) }));
    const together = await call('TransactGetItems', { TransactItems: gets });
    expect(together.Responses.map(({ Item }) => Item?.SK)).toEqual(['ACCOUNT', undefined]);
  });

  test('a refused transaction says why, with the items as they were', async () => {
    await store.client.call('PutItem', on({ Item: ITEM }));
    const ConditionExpression = 'attribute_not_exists(PK)';
    const told = { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    const refused = store.client.call('TransactWriteItems', {
      ClientRequestToken: 'another token of a test',
      TransactItems: [{ Put: on({ Item: { PK: 'a', SK: 'b' } }) }, { Put: on({ Item: ITEM, ...told }) }],
    });
    const error = await refused.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionCanceled);
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      reasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: ITEM }],
    });
    await expect(store.client.call('PutItem', on({ Item: ITEM, ConditionExpression }))).rejects.toMatchObject(
      { name: 'ConditionalCheckFailedException' },
    );
  });
});

test.each([[Number.NaN], [2 ** 53], [new Date(0)], [new Set(['a'])], [() => 1]])(
  'an item with %p is a bug of ours and is never sent',
  (value) => expect(() => encodeItem({ value })).toThrow(),
);

test('a type that we never write is refused rather than misread', () => {
  expect(() => decodeItem(JSON.parse('{"set": {"SS": ["a"]}}'))).toThrow('SS');
});

describe('a request', () => {
  let table: ScriptedTable;
  beforeAll(async () => {
    table = await startScriptedTable();
  });
  afterAll(() => table.stop());

  const given = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
  const fields = { TableName: 'table', Key: KEY };
  const change = {
    UpdateExpression: 'SET a = :a',
    ExpressionAttributeNames: { '#b': 'b' },
    ExpressionAttributeValues: { ':a': ITEM },
  };
  const write = { Update: { ...fields, ...change } };
  const inputs: Inputs = {
    BatchGetItem: { RequestItems: { table: { Keys: [KEY], ConsistentRead: true } } },
    DeleteItem: fields,
    GetItem: { ...fields, ConsistentRead: true },
    PutItem: { TableName: 'table', Item: ITEM },
    Query: {
      ...{ TableName: 'table', KeyConditionExpression: 'PK = :a', ScanIndexForward: true },
      ...{ ExpressionAttributeNames: {}, ExpressionAttributeValues: { ':a': 'b' }, ExclusiveStartKey: KEY },
    },
    Scan: { TableName: 'table', Segment: 1, TotalSegments: 2, Limit: 3, ExclusiveStartKey: KEY },
    TransactGetItems: { TransactItems: [{ Get: fields }] },
    TransactWriteItems: {
      ClientRequestToken: 'token',
      TransactItems: [{ Put: { TableName: 'table', Item: ITEM } }, { Delete: fields }, write],
    },
    UpdateItem: { ...fields, ...change },
  };
  const commands = {
    BatchGetItem: BatchGetCommand,
    DeleteItem: DeleteCommand,
    GetItem: GetCommand,
    PutItem: PutCommand,
    Query: QueryCommand,
    Scan: ScanCommand,
    TransactGetItems: TransactGetCommand,
    TransactWriteItems: TransactWriteCommand,
    UpdateItem: UpdateCommand,
  };

  test.each(Object.keys(commands) as Operation[])('for %s is what the SDK would send', async (operation) => {
    table.answerWith({ body: operation === 'TransactGetItems' ? { Responses: [] } : {} });
    const options = { region: 'eu-west-1', endpoint: table.url };
    const ours = tableClient({ ...options, credentials: () => given });
    await ours.call(operation, inputs[operation]);
    ours.destroy();
    const sdk = new DynamoDBClient({ ...options, credentials: given, maxAttempts: 1 });
    const Command = commands[operation];
    await DynamoDBDocumentClient.from(sdk).send(new Command(inputs[operation] as never) as never);
    sdk.destroy();
    const [own, theirs] = table.asked;
    expect(own?.input).toEqual(theirs?.input);
    for (const name of ['host', 'x-amz-target', 'x-amz-security-token', 'content-type', 'content-length'])
      expect([name, own?.headers[name]]).toEqual([name, theirs?.headers[name]]);
    const scope = /Credential=AKID\/\d{8}\/eu-west-1\/dynamodb\/aws4_request/;
    expect(own?.headers.authorization).toMatch(scope);
    expect(own?.headers.authorization).toBe(own && authorizationOf(own, given));
    expect(theirs?.headers.authorization).toMatch(scope);
  });

  test.each([
    [
      'a named error',
      400,
      { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' },
      'ThrottlingException',
    ],
    ['an intermediary’s error page', 503, '<html>Service Unavailable</html>', 'ServiceUnavailable'],
    ['an intermediary’s refusal', 403, 'Forbidden', 'UnknownError'],
  ])('answered with %s throws an error to match', async (_, status, body, name) => {
    table.answerWith({ status, body });
    const asked = table.client.call('GetItem', { ...fields, ConsistentRead: true });
    const error = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TableError);
    expect(error).toMatchObject({ name });
  });
});

test.each(['us-east-1', 'eu-central-1', 'us-gov-west-1', 'cn-north-1'])(
  'the endpoint in %s is the one the SDK uses',
  (region) => {
    const { endpointProvider } = new DynamoDBClient({ region }).config;
    const found = endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
    expect(endpointIn(region)).toBe(found.url.origin);
  },
);

/** Signature Version 4, step by step as AWS documents it: "Create a signed AWS API request" of the IAM User Guide. */
function authorizationOf(
  { headers, input }: Asked,
  { accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string },
): string {
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const time = String(headers['x-amz-date']);
  const scope = [time.slice(0, 8), 'eu-west-1', 'dynamodb', 'aws4_request'];
  const canonicalHeaders = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const request = ['POST', '/', '', canonicalHeaders.join(''), signed, sha256(JSON.stringify(input))];
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request.join('\n'))];
  const key = scope.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const signature = createHmac('sha256', key).update(toSign.join('\n')).digest('hex');
  const credential = `${accessKeyId}/${scope.join('/')}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
