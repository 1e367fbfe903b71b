import { parseArgs } from 'node:util';
import { startEngine } from '../../local/table/engine';
import { only, synthesize } from '../synthesize';
import { progressDisplay } from './progress-display';
import { summaryOf } from './report';
import { simulate } from './simulation';
import { openSurroundings } from './surroundings';

const SHRINK_SECONDS = '120';
/** Distinct from 1, with which node exits for errors other than a finding. */
const FOUND_SOMETHING = 3;

const USAGE = `npm run simulate -- [--steps N] [--seed N]

Runs the handlers under a seeded workload with faults, on its own engine, and audits every episode.
  --steps  how many operations to run (10000)
  --seed   determines everything (the time of day)
  --shrink-seconds  how long to search for a shorter failing list of commands (${SHRINK_SECONDS})
Ctrl-C ends it early, printing the summary.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string' },
      seed: { type: 'string' },
      'shrink-seconds': { type: 'string' },
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
  process.env.TEST_TABLE_PROPERTIES ??= JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
  const engine = process.env.TEST_DYNAMODB_ENDPOINT ? undefined : await startEngine();
  if (engine) process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
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
    const report = await simulate(await openSurroundings(), options);
    display.end();
    console.log(summaryOf(report));
    if (report.failure) process.exitCode = FOUND_SOMETHING;
  } finally {
    display.end();
    await engine?.stop();
  }
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
