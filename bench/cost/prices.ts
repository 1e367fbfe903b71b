import * as z from 'zod';
import { readJsonFile } from '../../local/read-json-file';

const amount = z.number().nonnegative();

/** What a region costs, and what can't be measured on one machine. The free tier is left out. */
export const Prices = z.strictObject({
  region: z.string(),
  currency: z.string(),
  /** When the prices were looked up, and where. */
  date: z.iso.date(),
  sources: z.array(z.url()),
  perMillion: z.strictObject({
    writeUnits: amount,
    readUnits: amount,
    lambdaRequests: amount,
    apiRequests: amount,
    /** Of up to 5 KB each, and so are the rules they trigger. */
    iotMessages: amount,
    iotRules: amount,
    iotActions: amount,
    /** Of up to 25 KB each, in provisioned shards. */
    kinesisRecords: amount,
  }),
  lambdaGigabyteSecond: amount,
  kinesisShardMonth: amount,
  logGigabyte: amount,
  assumptions: z.strictObject({
    /** Of a function to DynamoDB and back. */
    millisecondsPerRoundTrip: amount,
    /** What a function computes apart from that. */
    millisecondsPerInvocation: amount,
    logBytesPerInvocation: amount,
    /** How many changes of the table one invocation of publish-events gets. */
    eventsPerPublishInvocation: z.number().positive(),
  }),
});
export type Prices = z.infer<typeof Prices>;

export function readPrices(file: string): Prices {
  const parsed = Prices.safeParse(readJsonFile(file));
  if (parsed.success) return parsed.data;
  throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
}
