import { parseArgs } from 'node:util';
import * as z from 'zod';

export const usage = `npm run orders -- adopt [flags]
  adopt           list open orders of version 0.1 where this version looks for open orders, and for those that
                  expire; reads the whole table once, and may be run again

Of a running npm start:
  --data DIR      its data folder (DATA_DIR, ./data)

On AWS, with the credentials and the region of the environment:
  --stage STAGE   the stack trading-STAGE`;

const Options = z.object({
  command: z.literal('adopt', 'expected adopt'),
  data: z.string().min(1),
  stage: z.enum(['dev', 'prod']).optional(),
});
export type Options = z.infer<typeof Options>;

/** @returns undefined if the usage was requested */
export function readOptions(args: string[], { DATA_DIR }: Record<string, string | undefined>) {
  const flags = { data: { type: 'string' }, stage: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options: flags, allowPositionals: true });
  const [command, ...rest] = positionals;
  if (values.help || command === undefined || rest.length > 0) return undefined;
  return Options.parse({ data: DATA_DIR || 'data', ...values, command });
}
