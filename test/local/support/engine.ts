import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Engine, startEngine } from '../../../local/table/engine';

/** An engine of the test's own, in memory, with a client on it. */
export async function anEngine(): Promise<{ engine: Engine; client: DynamoDBClient }> {
  const engine = await startEngine();
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return { engine, client };
}
