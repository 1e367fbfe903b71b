import { monotonicFactory } from 'ulid';
import * as z from 'zod';
import { toMilliseconds } from '../../functions/domain/instant';
import { DEFAULT_RETRY } from '../../functions/storage/table/retry';
import { connectStore, type Store } from '../../functions/storage/table/store';
import type { TableClient } from '../../functions/storage/table/table-client';
import type { TestTable } from '../test-table';
import type { SimulatedClock } from './clock';
import { Crash, chooseFault, errorOf, type FaultKind } from './faults';
import { Random } from './random';
import { currentInvocation, nextCallSeed } from './scheduler';

/** The handlers' store: the engine's table, the simulated clock, no pauses, ids drawn from the seed. */
export function simulatedStore(
  client: TableClient,
  tableName: string,
  clock: SimulatedClock,
  seed: number,
): Store {
  const random = new Random(seed, 1);
  const nextId = monotonicFactory(() => random.next());
  return connectStore(tableName, {
    client,
    now: () => clock.now(),
    newId: (at) => nextId(toMilliseconds(at)),
    retry: { ...DEFAULT_RETRY, pause: async () => undefined, random: () => 0.5 },
  });
}

const Transaction = z.object({ TransactItems: z.array(z.unknown()) });
const Batch = z.object({ RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()) })) });
type BatchKeys = z.infer<typeof Batch>['RequestItems'];

/**
 * Puts the scheduler and the faults between handlers and engine. Calls outside an invocation, such as the auditor's,
 * pass through.
 */
export function interposeScheduler(client: TestTable, onFault: (fault: FaultKind) => void): void {
  client.interpose(async (operation, input, next) => {
    const invocation = currentInvocation();
    if (!invocation) return await next(input);
    const seed = nextCallSeed(invocation);
    const random = new Random(seed, 1);
    return await invocation.scheduler.inTurn(seed, async () => {
      if (invocation.isDead) throw new Crash('the process is gone');
      const fault = chooseFault(operation, invocation.faults, random);
      if (!fault) return await next(input);
      onFault(fault);
      const items = Transaction.safeParse(input).data?.TransactItems.length ?? 1;
      const error = errorOf(fault, operation, items, random);
      if (fault === 'unprocessed') return await answerHalf(input, (half) => next({ ...input, ...half }));
      // A refusal by the engine is a response too, and is lost like any other.
      if (fault === 'timeout after' || fault === 'crash after') await next(input).catch(() => undefined);
      if (error instanceof Crash) invocation.isDead = true;
      throw error;
    });
  });
}

/** Reads the first half of a batch and returns the other half as unprocessed, like DynamoDB when it throttles. */
async function answerHalf<Answer extends object>(
  input: object,
  send: (half: { RequestItems: BatchKeys }) => Promise<Answer>,
): Promise<Answer> {
  const { RequestItems } = Batch.parse(input);
  const [read, left]: [BatchKeys, BatchKeys] = [{}, {}];
  for (const [table, request] of Object.entries(RequestItems)) {
    const middle = Math.ceil(request.Keys.length / 2);
    read[table] = { ...request, Keys: request.Keys.slice(0, middle) };
    if (middle < request.Keys.length) left[table] = { ...request, Keys: request.Keys.slice(middle) };
  }
  const answer = await send({ RequestItems: read });
  Object.assign(answer, { UnprocessedKeys: left });
  return answer;
}
