// `npm run -s token -- <username>`: an access token for curl. It needs no password, because it signs with the key in
// the data folder, which only the owner of the files can read.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readStack } from '../assembly/stack';
import { Refusal } from '../refusal';
import { openIdentity } from '../runtime';

async function printToken(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string', default: process.env.DATA_DIR ?? 'data' } },
  });
  const [username] = positionals;
  if (username === undefined) throw new Refusal('usage: npm run -s token -- <username> [--data DIR]');
  if (!existsSync(path.join(values.data, 'identity.json'))) {
    throw new Refusal(
      `${values.data} has no users yet: run npm start first, or name its folder with --data.`,
    );
  }
  // Nothing that is read here depends on the address of the AWS services.
  const stack = readStack(path.join(values.data, 'assembly'), 'http://127.0.0.1');
  const identity = await openIdentity(stack, values.data);
  if (identity === undefined) throw new Refusal('The stack has no user pool.');
  console.log(await identity.issueAccessToken(username));
}

printToken().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
