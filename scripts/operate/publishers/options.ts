import path from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../../../local/refusal';

export interface PublisherOptions {
  /** The name of the publisher's thing, which is also its client id. */
  readonly name: string;
  readonly stage: string;
  /** The folder with its key, certificate and settings. */
  readonly folder: string;
  /** The only topic it may publish to; by default, all of the ticks topic. */
  readonly topic?: string | undefined;
}

/** A name becomes part of a policy's ARNs, so it must not contain wildcards. */
const NAME = /^[\w-]{1,64}$/;
const STAGE = /^[a-z]{1,16}$/;
const TOPIC = /^(?!\$)[\w.:-]+(?:\/[\w.:-]+){0,6}$/;

export function readOptions(args: string[]): PublisherOptions {
  const { values } = parsed(args);
  const { name, stage, topic } = values;
  if (name === undefined) throw new Refusal('Name the publisher: --name <publisher>.');
  if (!NAME.test(name)) throw new Refusal('A name has 1 to 64 letters, digits, - and _.');
  if (!STAGE.test(stage)) throw new Refusal('A stage is a word such as dev or prod.');
  if (topic !== undefined && !TOPIC.test(topic))
    throw new Refusal('A topic has no wildcards, such as thndr-trading/cib.');
  return { name, stage, topic, folder: path.resolve(values.out ?? path.join('data', 'publishers', name)) };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        name: { type: 'string' },
        stage: { type: 'string', default: process.env.STAGE ?? 'dev' },
        topic: { type: 'string' },
        out: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}
