import { startEngine } from '../local/table/engine';
import { only, synthesize } from './synthesize';

declare global {
  var stopTestEngine: (() => Promise<void>) | undefined;
}

/** One engine in memory for the whole run; each test file makes tables of its own, shaped as the template says. */
export default async function globalSetup(): Promise<void> {
  const engine = await startEngine();
  globalThis.stopTestEngine = engine.stop;
  process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
  process.env.TEST_TABLE_PROPERTIES = JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
}
