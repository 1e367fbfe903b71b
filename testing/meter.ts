import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** What calls cost: their number and the capacity units that they consumed according to the engine. */
export interface Usage {
  readonly calls: number;
  /** Sequential waits: calls in flight together count once. */
  readonly roundTrips: number;
  readonly writeUnits: number;
  readonly readUnits: number;
}

export interface Meter {
  /** Runs `work` and returns its cost. It must not overlap with other work on the same client. */
  measure(work: () => Promise<unknown>): Promise<Usage>;
}

const READS = new Set([
  'GetItemCommand',
  'BatchGetItemCommand',
  'QueryCommand',
  'ScanCommand',
  'TransactGetItemsCommand',
]);
const Consumed = z.object({ CapacityUnits: z.number() });
const Output = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });

export function meter(client: DynamoDBClient): Meter {
  let [calls, roundTrips, inFlight, writeUnits, readUnits] = [0, 0, 0, 0, 0];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      calls++;
      if (inFlight++ === 0) roundTrips++;
      const request = { ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' as const } };
      const answer = await next(request).finally(() => inFlight--);
      const { ConsumedCapacity = [] } = Output.parse(answer.output);
      const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
      if (READS.has(String(context.commandName))) readUnits += units;
      else writeUnits += units;
      return answer;
    },
    { step: 'initialize', name: 'meter' },
  );
  return {
    async measure(work) {
      [calls, roundTrips, writeUnits, readUnits] = [0, 0, 0, 0];
      await work();
      return { calls, roundTrips, writeUnits, readUnits };
    },
  };
}
