// Creates the template's tables in the engine if they are missing, and sweeps expired items from them.
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { TableDeclaration } from '../assembly/read-tables';
import { Refusal } from '../refusal';

/** @throws Refusal if a table exists with other keys or indexes, as this template can't serve its data */
export async function createTables(client: DynamoDBClient, tables: TableDeclaration[]): Promise<void> {
  for (const table of tables) {
    try {
      await client.send(creationOf(table));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
      await compare(client, table);
    }
  }
}

function creationOf(table: TableDeclaration): CreateTableCommand {
  const { name, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = table;
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions,
    KeySchema,
    ...(GlobalSecondaryIndexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ Projection, ...index }) => ({
            ...index,
            Projection: {
              ProjectionType: Projection.ProjectionType,
              ...(Projection.NonKeyAttributes && { NonKeyAttributes: Projection.NonKeyAttributes }),
            },
          })),
        }),
    ...(StreamSpecification === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  });
}

async function compare(
  client: DynamoDBClient,
  { name, KeySchema, GlobalSecondaryIndexes }: TableDeclaration,
) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  const shape = (keys: unknown, indexes: { IndexName?: string | undefined; KeySchema?: unknown }[]) =>
    JSON.stringify([keys, indexes.map((index) => [index.IndexName, index.KeySchema])]);
  const existing = shape(Table?.KeySchema, Table?.GlobalSecondaryIndexes ?? []);
  if (existing === shape(KeySchema, GlobalSecondaryIndexes)) return;
  throw new Refusal(
    `The table ${name} was created by another version, with other keys or indexes. Use another --data folder.`,
  );
}

/**
 * Deletes expired items, once. The engine never does, and AWS only within days, so nothing relies on it; it merely
 * keeps the file from growing. The condition spares items rewritten in the meantime.
 */
export async function sweepExpired(
  client: DynamoDBClient,
  tables: TableDeclaration[],
  nowSeconds: number,
): Promise<number> {
  const documents = DynamoDBDocumentClient.from(client);
  let swept = 0;
  for (const { name, KeySchema, TimeToLiveSpecification } of tables) {
    if (!TimeToLiveSpecification?.Enabled) continue;
    const keyNames = KeySchema.map(({ AttributeName }) => AttributeName);
    const expired = {
      ExpressionAttributeNames: { '#ttl': TimeToLiveSpecification.AttributeName },
      ExpressionAttributeValues: { ':now': nowSeconds },
    };
    const pages = paginateScan(
      { client: documents },
      { TableName: name, FilterExpression: '#ttl < :now', ...expired },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const Key = Object.fromEntries(keyNames.map((keyName) => [keyName, item[keyName]]));
        const deletion = new DeleteCommand({
          TableName: name,
          Key,
          ConditionExpression: '#ttl < :now',
          ...expired,
        });
        swept += await documents.send(deletion).then(
          () => 1,
          (error: Error) => (error.name === 'ConditionalCheckFailedException' ? 0 : Promise.reject(error)),
        );
      }
    }
  }
  return swept;
}
