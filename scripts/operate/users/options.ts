import { parseArgs } from 'node:util';
import * as z from 'zod';
import { composed } from '../../../functions/contract/text';

export const usage = `npm run users -- list | add NAME | promote NAME | demote NAME | password NAME | verify NAME [flags]
  list            all users, with email address, state and whether they are administrators
  add NAME        sign a user up and open the account
    --email TEXT  (NAME@example.com)
  promote NAME    make a user an administrator, as of the next token
  demote NAME     make an administrator an ordinary user, as of the next token
  password NAME   set a new password, and sign out existing sessions
  verify NAME     mark the email address as verified: password reset codes are then sent to it

The password is taken from the variable PASSWORD; without it, one is generated and printed.

For a running npm start:
  --data DIR      its data folder (DATA_DIR, ./data)

On AWS, with credentials and region from the environment:
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
  password: z.string().transform(composed).optional(),
};
const ofOne = { ...common, name: z.string({ error: 'expected a name' }).min(1).transform(composed) };
const Options = z.discriminatedUnion('command', [
  z.object({ command: z.literal('list'), ...common }),
  z.object({ command: z.literal('add'), ...ofOne, email: z.string().optional() }),
  z.object({ command: z.literal('promote'), ...ofOne }),
  z.object({ command: z.literal('demote'), ...ofOne }),
  z.object({ command: z.literal('password'), ...ofOne }),
  z.object({ command: z.literal('verify'), ...ofOne }),
]);
export type Options = z.infer<typeof Options>;

/** Undefined if the usage should be printed. */
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
