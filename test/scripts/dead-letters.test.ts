// The command's work with the real SQS client, against the queue of the local host on a real engine.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Mailbox } from '../../functions/dead-letters/mailbox';
import { type AwsEndpoint, startAwsEndpoint } from '../../local/aws/aws-endpoint';
import { Queues, queuesTable } from '../../local/queues/queues';
import { answerSqs } from '../../local/queues/sqs-operations';
import type { Engine } from '../../local/table/engine';
import { createTables } from '../../local/table/tables';
import { listLetters, redriveAndTell } from '../../scripts/operate/dead-letters/work';
import { anEngine } from '../local/support/engine';

let engine: Engine;
let client: DynamoDBClient;
let aws: AwsEndpoint;
let queues: Queues;
let mailbox: Mailbox;
let published: string[];
let lines: string[];

const queue = () => queues.byName('letters');
const send = (letter: unknown) =>
  queue()?.send({ body: JSON.stringify(letter), attributes: {}, delaySeconds: 0 });
const left = async () => (await queue()?.depth())?.visible;
const print = (line: string) => void lines.push(line);
const publish = async (topic: string, payload: Buffer) => void published.push(`${topic} ${payload}`);

const letter = (message: string, reason = 'price: is required') => ({
  reason,
  topic: 'ticks/cib',
  received_at: '2026-01-05T12:00:00.000Z',
  payload: Buffer.from(message).toString('base64'),
});
const record = { requestContext: { condition: 'RetryAttemptsExhausted' } };

beforeAll(async () => {
  ({ engine, client } = await anEngine());
  await createTables(client, [queuesTable]);
  aws = await startAwsEndpoint(() => {});
  const url = `${aws.url}/000000000000/letters`;
  const arn = 'arn:aws:sqs:us-east-1:000000000000:letters';
  queues = new Queues(
    [{ name: 'letters', url, arn, visibilitySeconds: 30, retentionSeconds: 1_209_600 }],
    client,
  );
  aws.serve({
    sqs: (operation, input) => answerSqs(queues, operation, input),
    cognito: async () => ({ status: 400, body: {} }),
    publish: async () => {},
  });
  const credentials = { accessKeyId: aws.accessKeyId, secretAccessKey: 'local' };
  mailbox = new Mailbox(new SQSClient({ endpoint: aws.url, region: 'us-east-1', credentials }), url);
});
beforeEach(async () => {
  [published, lines] = [[], []];
  await queue()?.purge();
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
  await engine.stop();
});

test('a list shows every letter on a line, oldest first, and leaves it where it was', async () => {
  for (let number = 0; number < 12; number++) await send(letter(`{"number":${number}}\n`));
  expect(await listLetters(mailbox, {}, print)).toBe(12);
  expect(lines[0]).toBe('2026-01-05T12:00:00.000Z\tticks/cib\tprice: is required\t{"number":0}\\u000a');
  expect(lines).toHaveLength(12);
  expect(await left()).toBe(12);
});

test('a redriven message is published to its topic, and only then is its letter deleted', async () => {
  await send(letter('one'));
  await send(letter('two'));
  const failing = async () => Promise.reject(new Error('no broker'));
  await expect(redriveAndTell(mailbox, failing, {}, print)).rejects.toThrow('no broker');
  expect(await left()).toBe(2);

  expect(await redriveAndTell(mailbox, publish, {}, print)).toEqual({ published: 2, kept: 0 });
  expect(published).toEqual(['ticks/cib one', 'ticks/cib two']);
  expect(await left()).toBe(0);
});

test('a letter without its message is kept, and so is one that is not selected', async () => {
  await send(record);
  await send(letter('one', 'the message is empty'));
  await send(letter('two'));
  const selection = { reason: 'price' };
  expect(await redriveAndTell(mailbox, publish, selection, print)).toEqual({ published: 1, kept: 2 });
  expect(published).toEqual(['ticks/cib two']);
  expect(await left()).toBe(2);
  expect(await listLetters(mailbox, { reason: 'empty' }, print)).toBe(1);
});

test('a message that fails again comes back as a new letter, which waits for the next run', async () => {
  await send(letter('bad'));
  const comesBack = async (topic: string, payload: Buffer) => {
    await publish(topic, payload);
    await send(letter(payload.toString()));
  };
  expect(await redriveAndTell(mailbox, comesBack, {}, print)).toEqual({ published: 1, kept: 0 });
  expect(await left()).toBe(1);
});
