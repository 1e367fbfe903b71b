// The DynamoDB operations that we use: their inputs, their outputs, and where those contain items.
import * as z from 'zod';
import { type AttributeMap, decodeItem, encodeItem } from './attribute-values';
import type { Key, RawItem } from './raw-item';

export interface Condition {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: RawItem | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | undefined;
}
export type Put = Condition & { readonly Item: RawItem };
export type Delete = Condition & { readonly Key: Key };
export type Update = Delete & { readonly UpdateExpression: string };
type On<Write> = Write & { readonly TableName: string };

export type TransactItem =
  | { Put: On<Put> }
  | { Update: On<Update> }
  | { Delete: On<Delete> }
  | { ConditionCheck: On<Delete> };

interface Paged {
  readonly TableName: string;
  readonly ConsistentRead?: boolean | undefined;
  readonly Limit?: number | undefined;
  readonly ExclusiveStartKey?: RawItem | undefined;
}

export interface Inputs {
  BatchGetItem: { RequestItems: Record<string, { Keys: readonly RawItem[]; ConsistentRead: boolean }> };
  DeleteItem: On<Delete>;
  GetItem: { TableName: string; Key: Key; ConsistentRead: boolean };
  PutItem: On<Put>;
  Query: Paged & {
    readonly IndexName?: string | undefined;
    readonly KeyConditionExpression: string;
    readonly ExpressionAttributeNames: Record<string, string>;
    readonly ExpressionAttributeValues: RawItem;
    readonly ScanIndexForward: boolean;
  };
  Scan: Paged & { readonly Segment: number; readonly TotalSegments: number };
  TransactGetItems: { TransactItems: readonly { Get: { TableName: string; Key: Key } }[] };
  TransactWriteItems: { TransactItems: readonly TransactItem[]; ClientRequestToken: string };
  UpdateItem: On<Update>;
}
export type Operation = keyof Inputs;

export interface Answers {
  BatchGetItem: {
    Responses: Record<string, RawItem[]>;
    UnprocessedKeys: Record<string, { Keys: RawItem[] }>;
  };
  DeleteItem: object;
  GetItem: { Item?: RawItem | undefined };
  PutItem: object;
  Query: { Items: RawItem[]; LastEvaluatedKey?: RawItem | undefined };
  Scan: { Items: RawItem[]; LastEvaluatedKey?: RawItem | undefined };
  TransactGetItems: { Responses: { Item?: RawItem | undefined }[] };
  TransactWriteItems: object;
  UpdateItem: object;
}

export const encoders: { readonly [Name in Operation]: (input: Inputs[Name]) => object } = {
  BatchGetItem: ({ RequestItems, ...rest }) => ({
    ...rest,
    RequestItems: mapValues(RequestItems, encodeKeys),
  }),
  DeleteItem: encodeFields,
  GetItem: encodeFields,
  PutItem: encodeFields,
  Query: encodeFields,
  Scan: encodeFields,
  TransactGetItems: encodeActions,
  TransactWriteItems: encodeActions,
  UpdateItem: encodeFields,
};

interface Fields {
  readonly Item?: RawItem | undefined;
  readonly Key?: object | undefined;
  readonly ExclusiveStartKey?: RawItem | undefined;
  readonly ExpressionAttributeValues?: RawItem | undefined;
}

/** Encodes every field that holds attribute values; all others are sent unchanged. */
function encodeFields({ Item, Key, ExclusiveStartKey, ExpressionAttributeValues, ...rest }: Fields): object {
  return {
    ...rest,
    ...(Item && { Item: encodeItem(Item) }),
    ...(Key && { Key: encodeItem(Key) }),
    ...(ExclusiveStartKey && { ExclusiveStartKey: encodeItem(ExclusiveStartKey) }),
    ...(ExpressionAttributeValues && { ExpressionAttributeValues: encodeItem(ExpressionAttributeValues) }),
  };
}

function encodeKeys({ Keys, ...rest }: Inputs['BatchGetItem']['RequestItems'][string]): object {
  return { ...rest, Keys: Keys.map(encodeItem) };
}

function encodeActions({
  TransactItems,
  ...rest
}: {
  readonly TransactItems: readonly Record<string, Fields>[];
}) {
  return { ...rest, TransactItems: TransactItems.map((action) => mapValues(action, encodeFields)) };
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** DynamoDB's encoding is trusted; what an item contains is checked by its own schema. */
export const encodedItem = z
  .custom<AttributeMap>((value) => typeof value === 'object' && value !== null)
  .transform(decodeItem);

const Found = z.looseObject({ Item: encodedItem.optional() });
const Listed = z.looseObject({
  Items: z.array(encodedItem).default([]),
  LastEvaluatedKey: encodedItem.optional(),
});
const Batch = z.looseObject({
  Responses: z.record(z.string(), z.array(encodedItem)).default({}),
  UnprocessedKeys: z.record(z.string(), z.object({ Keys: z.array(encodedItem) })).default({}),
});
const Together = z.looseObject({ Responses: z.array(Found) });
const Done = z.looseObject({});

export const decoders: { readonly [Name in Operation]: (answer: unknown) => Answers[Name] } = {
  BatchGetItem: (answer) => Batch.parse(answer),
  DeleteItem: (answer) => Done.parse(answer),
  GetItem: (answer) => Found.parse(answer),
  PutItem: (answer) => Done.parse(answer),
  Query: (answer) => Listed.parse(answer),
  Scan: (answer) => Listed.parse(answer),
  TransactGetItems: (answer) => Together.parse(answer),
  TransactWriteItems: (answer) => Done.parse(answer),
  UpdateItem: (answer) => Done.parse(answer),
};
