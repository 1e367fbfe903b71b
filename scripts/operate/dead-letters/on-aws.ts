import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Mailbox } from '../../../functions/dead-letters/mailbox';
import type { Publish } from '../../../functions/dead-letters/redrive';

interface Place {
  stage?: string | undefined;
  queueUrl?: string | undefined;
}

/** The SDK reads an emulator's address from the environment; the addresses that an emulator returns may be unusable. */
const isEmulated = () => Boolean(process.env.AWS_ENDPOINT_URL);

export async function mailboxOnAws({ stage, queueUrl }: Place): Promise<Mailbox> {
  const client = new SQSClient({ useQueueUrlAsEndpoint: !isEmulated() });
  const QueueName = `trading-${stage}-dead-letters`;
  const url = queueUrl ?? (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  if (url === undefined) throw new Error(`SQS has no URL for ${QueueName}`);
  return new Mailbox(client, url);
}

export async function publisherOnAws(): Promise<Publish> {
  const client = new IoTDataPlaneClient(isEmulated() ? {} : { endpoint: await dataEndpoint() });
  return async (topic, payload) => {
    await client.send(new PublishCommand({ topic, payload, qos: 1 }));
  };
}

async function dataEndpoint(): Promise<string> {
  const { endpointAddress } = await new IoTClient({}).send(
    new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
  );
  return `https://${endpointAddress}`;
}
