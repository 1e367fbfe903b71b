import type { Usage } from '../../testing/meter';
import type { Prices } from './prices';

/** One of what there are millions of, and what it takes. Fractions are shares of what several have in common. */
export interface Activity {
  name: string;
  table: Pick<Usage, 'roundTrips' | 'writeUnits' | 'readUnits'>;
  invocations: number;
  memoryMegabytes: number;
  apiRequests: number;
  /** Each goes through the topic rule as well. */
  iotMessages: number;
  /** Messages sent straight to the rule, for which only the rule is charged. */
  basicIngest?: number;
  /** Of up to 25 KB each. */
  kinesisRecords?: number;
  /** Announced to subscribers. */
  events: number;
}

export interface Cost {
  ingress: number;
  functions: number;
  table: number;
  events: number;
  logs: number;
}

const PUBLISHER_MEMORY_MEGABYTES = 512;
const MILLION = 1_000_000;
const GIGABYTE = 1_000_000_000;

/** Of a million of them. */
export function costOf(activity: Activity, prices: Prices): Cost {
  const { perMillion, logGigabyte, assumptions } = prices;
  const { table, invocations, memoryMegabytes, apiRequests, iotMessages, events } = activity;
  const publishing = events / assumptions.eventsPerPublishInvocation;
  const running =
    invocations * assumptions.millisecondsPerInvocation +
    table.roundTrips * assumptions.millisecondsPerRoundTrip;
  const { basicIngest = 0, kinesisRecords = 0 } = activity;
  const ruled = perMillion.iotRules + perMillion.iotActions;
  return {
    ingress:
      apiRequests * perMillion.apiRequests +
      iotMessages * (perMillion.iotMessages + ruled) +
      basicIngest * ruled +
      kinesisRecords * perMillion.kinesisRecords,
    functions: invocations * perMillion.lambdaRequests + lambdaCost(running, memoryMegabytes, prices),
    table: table.writeUnits * perMillion.writeUnits + table.readUnits * perMillion.readUnits,
    events:
      events * perMillion.iotMessages +
      publishing * perMillion.lambdaRequests +
      lambdaCost(publishing * assumptions.millisecondsPerInvocation, PUBLISHER_MEMORY_MEGABYTES, prices),
    logs: ((invocations + publishing) * assumptions.logBytesPerInvocation * MILLION * logGigabyte) / GIGABYTE,
  };
}

export function totalOf({ ingress, functions, table, events, logs }: Cost): number {
  return ingress + functions + table + events + logs;
}

/** Of a million runs of so many milliseconds. */
function lambdaCost(milliseconds: number, megabytes: number, { lambdaGigabyteSecond }: Prices): number {
  return MILLION * (milliseconds / 1_000) * (megabytes / 1_024) * lambdaGigabyteSecond;
}
