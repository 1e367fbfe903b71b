import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import mqtt from 'mqtt';
import { Mailbox } from '../../../functions/dead-letters/mailbox';
import type { Publish } from '../../../functions/dead-letters/redrive';
import { region } from '../../../local/assembly/aws-environment';
import { readStack } from '../../../local/assembly/stack';
import { startAwsEndpoint } from '../../../local/aws/aws-endpoint';
import { AwsError } from '../../../local/aws/aws-error';
import type { Closing } from '../../../local/closing';
import { databaseFile } from '../../../local/data-folder';
import { Queues } from '../../../local/queues/queues';
import { answerSqs } from '../../../local/queues/sqs-operations';
import { Refusal } from '../../../local/refusal';
import { claimedEndpoint } from '../../../local/table/claim';
import type { Options } from './options';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** A running host's queue is stored in its engine, so a second SQS on the same engine sees the same letters. */
export async function mailboxHere({ data }: Options, closing: Closing): Promise<Mailbox> {
  const dynamoDb = await claimedEndpoint(databaseFile(data));
  if (dynamoDb === undefined) {
    throw new Refusal(
      `No host is running on ${data}: run npm start first (not --in-memory), or give its --data, or a --stage on AWS.`,
    );
  }
  const engine = new DynamoDBClient({ endpoint: dynamoDb, region, credentials });
  closing.add(() => engine.destroy());
  const aws = await startAwsEndpoint((line) => console.error(line));
  closing.add(() => aws.stop());
  const stack = readStack(path.join(data, 'assembly'), aws.url);
  const letters = stack.queues.find(({ name }) => name === `${stack.name}-dead-letters`);
  if (letters === undefined) throw new Refusal('The stack has no dead-letter queue.');

  const queues = new Queues(stack.queues, engine);
  const nothingElse = async () => {
    throw new AwsError('UnsupportedOperation', 'Only the queues are served here.');
  };
  aws.serve({
    sqs: (operation, input) => answerSqs(queues, operation, input),
    cognito: nothingElse,
    publish: nothingElse,
  });
  return new Mailbox(
    new SQSClient({
      endpoint: aws.url,
      region,
      credentials: { ...credentials, accessKeyId: aws.accessKeyId },
    }),
    letters.url,
  );
}

/** The broker acknowledges a tick once it is committed, so its letter may then be deleted. */
export async function publisherHere(options: Options, closing: Closing): Promise<Publish> {
  const { broker, username, password } = options;
  const client = await mqtt.connectAsync(broker, {
    reconnectPeriod: 0,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  closing.add(() => client.endAsync());
  return async (topic, payload) => {
    await client.publishAsync(topic, payload, { qos: 1 });
  };
}
