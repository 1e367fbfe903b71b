import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import * as z from 'zod';
import { readRecords, sourceRecordOf } from '../local/event-sources/table-record';
import { documents, openTestStore, type TestStore } from './test-store';

/** A store whose changes can be read, each once, as Lambda passes them to a function. */
export interface StreamedStore extends TestStore {
  /** The engine's address. */
  readonly endpoint: string;
  readonly streams: DynamoDBStreamsClient;
  readonly streamArn: string;
  iterator: string | undefined;
}

const Change = z.looseObject({
  dynamodb: z.looseObject({
    Keys: z.object({ PK: z.object({ S: z.string() }), SK: z.object({ S: z.string() }) }),
    NewImage: z.unknown().optional(),
    SequenceNumber: z.string(),
  }),
});

export async function openStreamedStore(): Promise<StreamedStore> {
  const store = await openTestStore();
  await documents().send(
    new UpdateTableCommand({
      TableName: store.tableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const endpoint = process.env.TEST_DYNAMODB_ENDPOINT ?? '';
  const streams = new DynamoDBStreamsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName: store.tableName }));
  const StreamArn = z.string().parse(Streams?.[0]?.StreamArn);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  return { ...store, endpoint, streams, streamArn: StreamArn, iterator: ShardIterator };
}

/** The changes since the last call. */
export async function changesOf(store: StreamedStore): Promise<{ Records: z.infer<typeof Change>[] }> {
  const page = await readRecords(store.endpoint, { iterator: z.string().parse(store.iterator), limit: 1000 });
  store.iterator = page.NextShardIterator;
  const records = page.Records.map((record) => sourceRecordOf(record, 'arn:aws:dynamodb:::table').event);
  // An event is JSON, in which undefined values are absent.
  return { Records: z.array(Change).parse(JSON.parse(JSON.stringify(records))) };
}
