// SQS as the SDK sees it: the real client against the host's endpoint and a real engine.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type AwsEndpoint, startAwsEndpoint } from '../../../local/aws/aws-endpoint';
import { Queues, queuesTable } from '../../../local/queues/queues';
import { answerSqs } from '../../../local/queues/sqs-operations';
import type { Engine } from '../../../local/table/engine';
import { createTables } from '../../../local/table/tables';
import { anEngine } from '../support/engine';

let engine: Engine;
let client: DynamoDBClient;
let aws: AwsEndpoint;
let sqs: SQSClient;
const printed: string[] = [];
const published: [string, string][] = [];

const name = 'letters';
const arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
const queueUrl = () => `${aws.url}/000000000000/${name}`;
const declaration = () => ({
  name,
  url: queueUrl(),
  arn,
  visibilitySeconds: 30,
  retentionSeconds: 1_209_600,
});

beforeAll(async () => {
  ({ engine, client } = await anEngine());
  await createTables(client, [queuesTable]);
  aws = await startAwsEndpoint((line) => printed.push(line));
  sqs = new SQSClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const queues = new Queues([declaration()], client);
  aws.serve({
    sqs: (operation, input) => answerSqs(queues, operation, input),
    cognito: async (operation) => ({ status: 200, body: { operation } }),
    publish: async (topic, payload) => {
      published.push([topic, payload.toString()]);
    },
  });
});

beforeEach(() => sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl() })));

afterAll(async () => {
  sqs.destroy();
  client.destroy();
  await aws.stop();
  await engine.stop();
});

const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody }));
const signed = () => ({ authorization: `AWS4-HMAC-SHA256 Credential=${aws.accessKeyId}/20260105` });
const receive = async (given: object = {}) => {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl(), MaxNumberOfMessages: 10, ...given });
  return (await sqs.send(command)).Messages ?? [];
};

test('a message is received with its body and attributes', async () => {
  const MessageAttributes = { reason: { DataType: 'String', StringValue: 'no price' } };
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: 'é', MessageAttributes }));
  const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  expect(message).toMatchObject({
    Body: 'é',
    MessageAttributes,
    Attributes: { ApproximateReceiveCount: '1' },
  });
});

test('a batch arrives whole and in order, each message with its id', async () => {
  const Entries = ['a', 'b', 'c'].map((MessageBody) => ({ Id: `id-${MessageBody}`, MessageBody }));
  const command = new SendMessageBatchCommand({ QueueUrl: queueUrl(), Entries });
  const { Successful = [], Failed } = await sqs.send(command);
  expect([Successful.map(({ Id }) => Id), Failed]).toEqual([['id-a', 'id-b', 'id-c'], []]);
  const received = await receive();
  expect(received.map(({ Body, MessageId }) => [Body, MessageId])).toEqual(
    ['a', 'b', 'c'].map((body, index) => [body, Successful[index]?.MessageId]),
  );
});

test('the oldest messages are received first, no more than requested', async () => {
  for (const body of ['1', '2', '3']) await send(body);
  expect((await receive({ MaxNumberOfMessages: 2 })).map(({ Body }) => Body)).toEqual(['1', '2']);
});

test('a received message is hidden, and reappears after its visibility timeout', async () => {
  await send('once more');
  expect(await receive()).toHaveLength(1);
  expect(await receive()).toEqual([]);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl() }));
  await send('at once');
  expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
  expect(again?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
});

test('a received message can be put back by making it visible, unless it is deleted', async () => {
  await send('put back');
  const [message] = await receive();
  const receipt = { QueueUrl: queueUrl(), ReceiptHandle: message?.ReceiptHandle };
  const putBack = () => sqs.send(new ChangeMessageVisibilityCommand({ ...receipt, VisibilityTimeout: 0 }));
  await putBack();
  expect(await receive()).toHaveLength(1);
  await sqs.send(new DeleteMessageCommand(receipt));
  await putBack();
  expect(await receive()).toEqual([]);
});

test('of many concurrent receivers, one gets the message', async () => {
  await send('for one');
  const received = await Promise.all([receive(), receive(), receive(), receive()]);
  expect(received.flat()).toHaveLength(1);
});

test("a deleted message doesn't reappear", async () => {
  await send('gone');
  const [message] = await receive({ VisibilityTimeout: 0 });
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl(), ReceiptHandle: message?.ReceiptHandle }));
  expect(await receive()).toEqual([]);
});

test('the attributes count what is visible, in flight and delayed', async () => {
  await send('in flight');
  await receive();
  await send('visible');
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: 'later', DelaySeconds: 60 }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl(), AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    QueueArn: arn,
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
  });
});

test('waiting for messages ends when one arrives', async () => {
  const waiting = receive({ WaitTimeSeconds: 20 });
  await send('at last');
  expect((await waiting).map(({ Body }) => Body)).toEqual(['at last']);
});

test('a queue is found by its name', async () => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  expect(QueueUrl).toBe(queueUrl());
});

test("an unknown queue is refused with the SDK's own error", async () => {
  const command = new GetQueueUrlCommand({ QueueName: 'nobody' });
  await expect(sqs.send(command)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test("a message older than the queue's retention is gone", async () => {
  await send('old');
  const young = new Queues([{ ...declaration(), retentionSeconds: -1 }], client);
  expect(await young.byName(name)?.receive(10)).toEqual([]);
});

test('messages are there for another host on the same engine', async () => {
  await send('kept');
  const another = new Queues([declaration()], client);
  expect(await another.byAddress(arn)?.depth()).toMatchObject({ visible: 1 });
});

test('an unsupported operation is refused by name', async () => {
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toThrow(
    'SQS ListQueues is not an operation of the local host',
  );
  const response = await fetch(aws.url, {
    method: 'POST',
    headers: { ...signed(), 'x-amz-target': 'Kinesis_20131202.PutRecord' },
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ message: 'Kinesis_20131202.PutRecord is not an operation of the local host.' }),
  ]);
});

test("publishing through IoT's data plane reaches the broker", async () => {
  await fetch(`${aws.url}/topics/trading%2Fquotes?qos=1`, {
    method: 'POST',
    headers: signed(),
    body: 'hello',
  });
  expect(published).toEqual([['trading/quotes', 'hello']]);
});
