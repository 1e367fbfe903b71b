import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { QueueDeclaration } from '../assembly/read-queues';
import type { TableDeclaration } from '../assembly/read-tables';
import { QUEUES_TABLE, Queue } from './queue';

/** The host's own table in addition to the template's, for what SQS stores internally on AWS. */
export const queuesTable: TableDeclaration = {
  name: QUEUES_TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'queue', AttributeType: 'S' },
    { AttributeName: 'id', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'queue', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [],
};

export class Queues {
  private readonly queues: Queue[];

  constructor(declarations: QueueDeclaration[], client: DynamoDBClient) {
    const documents = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.queues = declarations.map((declaration) => new Queue(declaration, documents));
  }

  byName(name: string): Queue | undefined {
    return this.queues.find(({ declaration }) => declaration.name === name);
  }

  /** By URL or ARN, which end in a slash or a colon and the name. */
  byAddress(address: string): Queue | undefined {
    return this.byName(address.slice(Math.max(address.lastIndexOf('/'), address.lastIndexOf(':')) + 1));
  }

  async sendTo(address: string, body: string): Promise<void> {
    const queue = this.byAddress(address);
    if (queue === undefined) throw new Error(`${address} is not a queue of this stack`);
    await queue.send({ body, attributes: {}, delaySeconds: 0 });
  }
}
