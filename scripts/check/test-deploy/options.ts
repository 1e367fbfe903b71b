import { parseArgs } from 'node:util';
import * as z from 'zod';

export const usage = `npm run test:deploy -- [flags]
  (none)                 install MiniStack from PyPI, start it on a free port, deploy to it
  --endpoint URL         deploy to this emulator instead (AWS_ENDPOINT_URL), such as http://127.0.0.1:4566
  --real-account NUMBER  deploy to this AWS account, with the credentials and the region of the environment
  --cache DIR            where MiniStack is installed and kept for the next run (build/ministack)
  --keep                 leave the deployment in place`;

const flags = {
  endpoint: { type: 'string' },
  'real-account': { type: 'string' },
  cache: { type: 'string' },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const Options = z.object({
  endpoint: z.url('expected a URL such as http://127.0.0.1:4566').optional(),
  'real-account': z
    .string()
    .regex(/^\d{12}$/, 'expected the twelve digits of the account')
    .optional(),
  cache: z.string().min(1).default('build/ministack'),
  keep: z.boolean(),
  help: z.boolean(),
});
export type Options = z.infer<typeof Options>;

/** A real account must be given by its number: credentials that happen to be in the environment are not enough. */
export function readOptions(args: string[], environment: Record<string, string | undefined>): Options {
  const { values } = parseArgs({ args, options: flags });
  const { AWS_ENDPOINT_URL } = environment;
  const parsed = Options.safeParse({
    ...(AWS_ENDPOINT_URL ? { endpoint: AWS_ENDPOINT_URL } : {}),
    ...values,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${String(issue?.path[0])}: ${issue?.message}`);
  }
  const { endpoint, 'real-account': account } = parsed.data;
  if (endpoint !== undefined && account !== undefined) {
    throw new Error(`--real-account cannot be combined with an endpoint (${endpoint})`);
  }
  return parsed.data;
}
