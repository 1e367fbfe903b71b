import { parseArgs } from 'node:util';
import * as z from 'zod';
import { MAX_TICKS_PER_MESSAGE } from '../functions/contract/tick';
import { MICROSECONDS } from '../functions/domain/instant';
import { MAX_CLOCK_SKEW_SECONDS } from '../functions/domain/tick';
import type { Credentials } from './connection/credentials';

export const STREAM_USAGE = `npm run stream -- [options]

Publishes the ticks of a made-up market, or replays a recording, over MQTT.

  --broker URL      broker to publish to (mqtt://127.0.0.1:1883)
  --topic TOPIC     each stock gets its own topic below TOPIC (thndr-trading)
  --one-topic       publish everything on TOPIC itself
  --username NAME   --password WORD
  --qos 0|1         1 waits for the broker's acknowledgements (1)
  --rate N|max      ticks a second (50), or as fast as they are acknowledged
  --batch N         ticks of one stock per message, up to ${MAX_TICKS_PER_MESSAGE}; a tick waits a second for others (1)
  --connections N   spread the stocks over N connections, if the broker limits each (IoT Core: 100 messages/s) (1)
  --count N         stop after N ticks

  --stocks N        number of stocks in the made-up market (5)
  --seed N          the same seed gives the same prices (1)

  --file FILE       replay FILE (.csv with a header, or .jsonl) at its own pace, or at --rate
  --speed X         multiple of its own pace (1)
  --max-clock-skew N  refuse ticks dated more than N seconds ahead, as the matcher does (${MAX_CLOCK_SKEW_SECONDS})

Lines of a recording that aren't ticks are reported and not sent. If there are any, it exits with 1 once the rest is sent.
`;

export interface StreamOptions extends Credentials {
  brokerUrl: string;
  topic: string;
  hasOneTopic: boolean;
  qos: 0 | 1;
  batch: number;
  connections: number;
  count: number | undefined;
  maxClockSkewSeconds: number;
  source: { kind: 'market'; stocks: number; seed: number } | { kind: 'recording'; file: string };
  pace: { kind: 'rate'; ticksPerSecond: number } | { kind: 'recorded'; speed: number } | { kind: 'max' };
}

const STOCKS_MAX = 10_000;
const CONNECTIONS_MAX = 100;
const RATE_WANTED = 'must be a number above 0, or max';

const flags = z
  .strictObject({
    broker: z.url({
      protocol: /^(mqtts?|tcp|tls|wss?)$/,
      error: 'is not a broker URL such as mqtt://127.0.0.1:1883',
    }),
    topic: z.string().regex(/^[^#+\0]+$/, 'must name one topic, without wildcards'),
    username: z.string().optional(),
    password: z.string().optional(),
    qos: z.enum(['0', '1'], 'must be 0 or 1').transform((qos) => (qos === '0' ? 0 : 1)),
    rate: z.union([z.literal('max'), positiveNumber(RATE_WANTED)], RATE_WANTED).optional(),
    'one-topic': z.boolean(),
    batch: wholeNumber(1, MAX_TICKS_PER_MESSAGE),
    connections: wholeNumber(1, CONNECTIONS_MAX),
    count: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
    stocks: wholeNumber(1, STOCKS_MAX).optional(),
    seed: wholeNumber(0, 2 ** 32 - 1).optional(),
    file: z.string().min(1, 'must name a file').optional(),
    speed: positiveNumber('must be a number above 0').optional(),
    'max-clock-skew': wholeNumber(0, MICROSECONDS.day / MICROSECONDS.second),
  })
  .refine(({ file, speed }) => file !== undefined || speed === undefined, {
    path: ['speed'],
    error: 'needs --file',
  })
  .refine(({ rate, speed }) => rate === undefined || speed === undefined, {
    path: ['speed'],
    error: 'cannot be combined with --rate',
  })
  .refine(({ file, stocks, seed }) => file === undefined || (stocks ?? seed) === undefined, {
    path: ['file'],
    error: 'cannot be combined with --stocks or --seed',
  });

/**
 * @returns 'help' if that is requested
 * @throws Error with a one-line message about an invalid flag
 */
export function readStreamOptions(args: string[]): StreamOptions | 'help' {
  const { help, ...values } = parseFlags(args);
  if (help) return 'help';
  const parsed = flags.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${issue?.path.join('.')} ${issue?.message}`);
  }
  const {
    broker,
    file,
    stocks = 5,
    seed = 1,
    rate,
    speed,
    count,
    topic,
    'one-topic': hasOneTopic,
    'max-clock-skew': maxClockSkewSeconds,
    qos,
    batch,
    connections,
    username,
    password,
  } = parsed.data;
  const source =
    file === undefined ? ({ kind: 'market', stocks, seed } as const) : ({ kind: 'recording', file } as const);
  return {
    brokerUrl: broker,
    topic,
    hasOneTopic,
    qos,
    batch,
    connections,
    count,
    maxClockSkewSeconds,
    username,
    password,
    source,
    pace: paceOf(file, rate, speed),
  };
}

function paceOf(
  file: string | undefined,
  rate: number | 'max' | undefined,
  speed = 1,
): StreamOptions['pace'] {
  if (rate === 'max') return { kind: 'max' };
  if (rate !== undefined) return { kind: 'rate', ticksPerSecond: rate };
  return file === undefined ? { kind: 'rate', ticksPerSecond: 50 } : { kind: 'recorded', speed };
}

function parseFlags(args: string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    strict: true,
    allowPositionals: false,
    options: {
      help: { type: 'boolean', short: 'h' },
      broker: { ...text, default: 'mqtt://127.0.0.1:1883' },
      topic: { ...text, default: 'thndr-trading' },
      'one-topic': { type: 'boolean', default: false },
      qos: { ...text, default: '1' },
      batch: { ...text, default: '1' },
      connections: { ...text, default: '1' },
      username: text,
      password: text,
      rate: text,
      count: text,
      stocks: text,
      seed: text,
      file: text,
      speed: text,
      'max-clock-skew': { ...text, default: String(MAX_CLOCK_SKEW_SECONDS) },
    },
  });
  return values;
}

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message));
}

function positiveNumber(message: string) {
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .pipe(z.number().positive(message));
}
