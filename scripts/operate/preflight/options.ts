import { parseArgs } from 'node:util';
import { Refusal } from '../../../local/refusal';

export const usage = `npm run preflight -- --stage STAGE [flags]
Compares the account's quotas with the configuration before it is deployed.
  --stage STAGE                 dev or prod
  -c, --context NAME=VALUE      a setting, as for cdk deploy; those in cdk.json apply too
  --messages-per-second NUMBER  tick messages in the busiest second (default: 1,000 per shard of ingestShards, or 1,000)

It uses the environment's credentials and region, and changes nothing.
Exit status: 0 if all quotas suffice, 1 if some must be raised, 2 if some couldn't be determined.`;

export interface Options {
  readonly context: Readonly<Record<string, string>>;
  readonly messagesPerSecond: number | undefined;
}

/** @returns undefined if the usage was requested */
export function readOptions(args: string[]): Options | undefined {
  const { stage, context = [], 'messages-per-second': messages, help } = parsed(args);
  if (help) return undefined;
  if (stage === undefined) throw new Refusal(`Name the stage: --stage prod.\n\n${usage}`);
  const messagesPerSecond = messages === undefined ? undefined : Number(messages);
  if (messagesPerSecond !== undefined && !(Number.isInteger(messagesPerSecond) && messagesPerSecond > 0))
    throw new Refusal('--messages-per-second: expected a whole number above 0');
  return { context: { ...Object.fromEntries(context.map(settingOf)), stage }, messagesPerSecond };
}

function settingOf(text: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Refusal(`-c ${text}: expected name=value`);
  return [name, value];
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        stage: { type: 'string' },
        context: { type: 'string', short: 'c', multiple: true },
        'messages-per-second': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
