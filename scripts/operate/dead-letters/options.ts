import { parseArgs } from 'node:util';
import * as z from 'zod';

export const usage = `npm run dead-letters -- list|redrive [flags]
  list              print time, topic, reason and payload of every letter, and keep them
  redrive           republish their messages, and delete each letter whose message was accepted
  --reason TEXT     only letters whose reason contains TEXT

For a running npm start:
  --data DIR        its data folder (DATA_DIR, ./data)
  --broker URL      its broker (mqtt://127.0.0.1:1883)
  --username NAME   --password WORD

On AWS, with credentials and region from the environment:
  --stage STAGE     the stack trading-STAGE
  --queue-url URL   or its queue (the output DeadLetterQueueUrl)`;

const flags = {
  reason: { type: 'string' },
  data: { type: 'string' },
  broker: { type: 'string' },
  username: { type: 'string' },
  password: { type: 'string' },
  stage: { type: 'string' },
  'queue-url': { type: 'string' },
  help: { type: 'boolean' },
} as const;

const Options = z.object({
  command: z.enum(['list', 'redrive']),
  reason: z.string().optional(),
  data: z.string().min(1),
  broker: z.url().default('mqtt://127.0.0.1:1883'),
  username: z.string().optional(),
  password: z.string().optional(),
  stage: z.enum(['dev', 'prod']).optional(),
  queueUrl: z.url().optional(),
});
export type Options = z.infer<typeof Options>;

/** Undefined if the usage should be printed. */
export function readOptions(args: string[], environment: Record<string, string | undefined>) {
  const { values, positionals } = parseArgs({ args, options: flags, allowPositionals: true });
  const [command, ...rest] = positionals;
  if (values.help || command === undefined || rest.length > 0) return undefined;
  const { 'queue-url': queueUrl, ...given } = values;
  return Options.parse({ data: environment.DATA_DIR || 'data', ...given, command, queueUrl });
}
