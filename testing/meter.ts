import * as z from 'zod';
import type { TestTable } from './test-table';

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

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);
const Consumed = z.object({ CapacityUnits: z.number() });
const Output = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });

export function meter(client: TestTable): Meter {
  let [calls, roundTrips, inFlight, writeUnits, readUnits] = [0, 0, 0, 0, 0];
  client.interpose(async (operation, input, next) => {
    calls++;
    if (inFlight++ === 0) roundTrips++;
    const answer = await next({ ...input, ReturnConsumedCapacity: 'TOTAL' }).finally(() => inFlight--);
    const { ConsumedCapacity = [] } = Output.parse(answer);
    const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
    if (READS.has(operation)) readUnits += units;
    else writeUnits += units;
    return answer;
  });
  return {
    async measure(work) {
      [calls, roundTrips, writeUnits, readUnits] = [0, 0, 0, 0];
      await work();
      return { calls, roundTrips, writeUnits, readUnits };
    },
  };
}
