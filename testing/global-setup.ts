import { startEngine } from '../local/table/engine';
import { only, synthesize } from './synthesize';

declare global {
  var stopTestEngine: (() => Promise<void>) | undefined;
}

/** One in-memory engine for the whole run; each test file creates its own tables as the template declares them. */
export default async function globalSetup(): Promise<void> {
  const engine = await startEngine();
  globalThis.stopTestEngine = engine.stop;
  process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
  process.env.TEST_TABLE_PROPERTIES = JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
}
