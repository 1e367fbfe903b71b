import { parseArgs } from 'node:util';
import { type Engine, startEngine } from '../../local/table/engine';
import { only, synthesize } from '../synthesize';
import { progressDisplay } from './progress-display';
import { summaryOf } from './report';
import { simulate } from './simulation';
import { openSurroundings } from './surroundings';
import { tablesInMemory, tablesOfEngine } from './tables';

const SHRINK_SECONDS = '120';
/** Distinct from 1, with which node exits for errors other than a finding. */
const FOUND_SOMETHING = 3;

const USAGE = `npm run simulate -- [--steps N] [--seed N] [--in-memory]

Runs the handlers under a seeded workload with faults, on its own engine, and audits every episode.
  --steps  how many operations to run (10000)
  --seed   determines everything (the time of day)
  --in-memory  with tables in memory instead of the engine, several times as fast
  --shrink-seconds  how long to search for a shorter failing list of commands (${SHRINK_SECONDS})
Ctrl-C ends it early, printing the summary.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string' },
      seed: { type: 'string' },
      'shrink-seconds': { type: 'string' },
      'in-memory': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const steps = wholeNumber('steps', values.steps ?? '10000');
  const seed = wholeNumber('seed', values.seed ?? String(Date.now() % 1_000_000_000));
  const shrinkSeconds = wholeNumber('shrink-seconds', values['shrink-seconds'] ?? SHRINK_SECONDS);
  const stop = new AbortController();
  // A terminal sends Ctrl-C to npm and to us, and npm forwards it, so it may arrive twice.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  // The handlers would print hundreds of lines a second.
  process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
  const engine = values['in-memory'] ? undefined : await startedEngine();
  const display = progressDisplay(process.stderr, steps);
  try {
    console.log(`seed ${seed}`);
    const options = {
      seed,
      steps,
      shrinkSeconds,
      onProgress: display.show,
      signal: stop.signal,
    };
    const report = await simulate(
      await openSurroundings(engine ? tablesOfEngine() : tablesInMemory()),
      options,
    );
    display.end();
    console.log(summaryOf(report));
    if (report.failure) process.exitCode = FOUND_SOMETHING;
  } finally {
    display.end();
    await engine?.stop();
  }
}

/** As in `npm test`, by environment variables. */
async function startedEngine(): Promise<Engine> {
  process.env.TEST_TABLE_PROPERTIES = JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
  const engine = await startEngine();
  process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
  return engine;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} must be a whole number, not ${text}`);
  return value;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
