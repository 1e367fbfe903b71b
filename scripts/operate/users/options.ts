import { parseArgs } from 'node:util';
import * as z from 'zod';

export const usage = `npm run users -- list | add NAME | promote NAME | demote NAME | password NAME | verify NAME [flags]
  list            everybody, with e-mail address, state and whether an administrator
  add NAME        sign somebody up and open the account
    --email TEXT  (NAME@example.com)
  promote NAME    make an administrator
  demote NAME     no administrator any more, from the next token on
  password NAME   set another password, and end what was signed in by the old one
  verify NAME     take the e-mail address for the user's own: codes for a forgotten password are sent to it

A password is read from the variable PASSWORD; without it, one is made up and printed.

Of a running npm start:
  --data DIR      its data folder (DATA_DIR, ./data)

On AWS, with the credentials and the region of the environment:
  --stage STAGE   the stack trading-STAGE`;

const flags = {
  email: { type: 'string' },
  data: { type: 'string' },
  stage: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const common = {
  data: z.string().min(1),
  stage: z.enum(['dev', 'prod']).optional(),
  password: z.string().optional(),
};
const ofOne = { ...common, name: z.string({ error: 'expected a name' }).min(1) };
const Options = z.discriminatedUnion('command', [
  z.object({ command: z.literal('list'), ...common }),
  z.object({ command: z.literal('add'), ...ofOne, email: z.string().optional() }),
  z.object({ command: z.literal('promote'), ...ofOne }),
  z.object({ command: z.literal('demote'), ...ofOne }),
  z.object({ command: z.literal('password'), ...ofOne }),
  z.object({ command: z.literal('verify'), ...ofOne }),
]);
export type Options = z.infer<typeof Options>;

/** Undefined when the usage is what was asked for. */
export function readOptions(args: string[], environment: Record<string, string | undefined>) {
  const { values, positionals } = parseArgs({ args, options: flags, allowPositionals: true });
  const [command, name, ...rest] = positionals;
  if (values.help || command === undefined || rest.length > 0) return undefined;
  const { DATA_DIR, PASSWORD } = environment;
  return Options.parse({
    data: DATA_DIR || 'data',
    ...values,
    ...{ command, name, password: PASSWORD || undefined },
  });
}
