import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEngine } from '../local/table/engine';
import { findEngine } from '../local/table/find-engine';
import { only, synthesize } from './synthesize';

declare global {
  var stopTestEngine: (() => Promise<void>) | undefined;
  var testFolder: string | undefined;
}

/**
 * One engine for the whole run, in memory for speed; each test file creates its own tables as the template declares
 * them. None has a stream for long enough to degrade the engine.
 */
export default async function globalSetup(): Promise<void> {
  useOwnTemporaryFolder();
  const program = findEngine();
  const engine = await startEngine({ program: { ...program, args: (at) => program.args(at, undefined) } });
  globalThis.stopTestEngine = engine.stop;
  process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
  process.env.TEST_TABLE_PROPERTIES = JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
}

/** Whatever tests leave in the temporary folder goes with the run, even if they failed. */
function useOwnTemporaryFolder(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-tests-'));
  globalThis.testFolder = folder;
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  process.env.TEST_TEMPLATES = folder;
}
