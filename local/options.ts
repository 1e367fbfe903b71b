// The command line and the environment of `npm start`. A flag takes precedence over its variable.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Refusal } from './refusal';

const flags = {
  port: { type: 'string' },
  'mqtt-port': { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  'in-memory': { type: 'boolean', default: false },
  'no-demo': { type: 'boolean', default: false },
  seed: { type: 'string' },
  ingest: { type: 'string' },
  'sign-up': { type: 'string' },
  broker: { type: 'string' },
  'mqtt-username': { type: 'string' },
  'mqtt-password': { type: 'string' },
  workers: { type: 'string' },
  'retry-delay': { type: 'string' },
  'log-level': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export const usage = `npm start -- [flags]
  --port N              HTTP port (PORT, 8000)
  --mqtt-port N         port of the embedded broker (MQTT_PORT, 1883)
  --host ADDRESS        address both listen on (127.0.0.1)
  --data DIR            folder for all data (DATA_DIR, ./data)
  --in-memory           keep nothing
  --no-demo             no demo users and no demo market; the user admin only with ADMIN_PASSWORD
  --seed N              seed of the demo market (1)
  --ingest MODE         kinesis: what waits in batches, like prod on AWS; direct: each message separately, like dev (kinesis)
  --sign-up MODE        open, confirmed (by a code, which is printed here) or closed, as with -c signUp on AWS (open)
  --broker URL          consume from this broker instead of the embedded one
  --mqtt-username NAME  required of publishers, or sent to the external broker
  --mqtt-password WORD  likewise
  --workers N           maximum number of function workers per memory size, and of jobs (cores)
  --retry-delay SECONDS delay before an event is retried; doubled for the second retry (1; AWS takes 60)
  --log-level LEVEL     DEBUG, INFO, WARN or ERROR: what functions print (WARN)`;

const integer = (minimum: number, maximum: number) =>
  z.coerce
    .number()
    .pipe(z.int().min(minimum).max(maximum, `expected a whole number from ${minimum} to ${maximum}`));
const port = integer(0, 65_535);

const Options = z.object({
  port: port.default(8000),
  'mqtt-port': port.default(1883),
  host: z.string().min(1).default('127.0.0.1'),
  data: z.string().min(1).default('data'),
  'in-memory': z.boolean(),
  'no-demo': z.boolean(),
  seed: integer(0, 2 ** 31).default(1),
  ingest: z.enum(['direct', 'kinesis'], 'expected direct or kinesis').default('kinesis'),
  'sign-up': z.enum(['open', 'confirmed', 'closed'], 'expected open, confirmed or closed').optional(),
  broker: z.url({ protocol: /^(mqtts?|wss?)$/, error: 'expected a URL such as mqtt://host:1883' }).optional(),
  'mqtt-username': z.string().optional(),
  'mqtt-password': z.string().optional(),
  workers: integer(1, 64).default(availableParallelism()),
  'retry-delay': z.coerce.number().min(0).default(1),
  'log-level': z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('WARN'),
  help: z.boolean(),
});
export type Options = z.infer<typeof Options>;

/** @throws Refusal naming the offending flag */
export function readOptions(args: string[], environment: Record<string, string | undefined>): Options {
  const { PORT, MQTT_PORT, DATA_DIR } = environment;
  const fromEnvironment = { port: PORT, 'mqtt-port': MQTT_PORT, data: DATA_DIR };
  const given = Object.entries(fromEnvironment).filter(([, value]) => value !== undefined && value !== '');
  const parsed = Options.safeParse({ ...Object.fromEntries(given), ...parseFlags(args) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(`--${String(issue?.path[0])}: ${issue?.message}`);
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
