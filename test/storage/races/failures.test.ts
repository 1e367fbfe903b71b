import { settleStock } from '../../../functions/storage/matching/settle-stock';
import { isConflict, StoreUnavailable } from '../../../functions/storage/table/retry';
import { CIB } from '../../../testing/builders';
import {
  Crash,
  canceledBecause,
  crash,
  failing,
  type Interference,
  interfere,
  named,
  timedOut,
  undisturbed,
} from '../../../testing/interference';
import {
  DELIVERIES,
  type Operation,
  openScene,
  paintScene,
  REQUESTS,
  type Scene,
} from '../../../testing/operations';
import { notedRetry } from '../../../testing/patience';
import { sampled } from '../../../testing/scale';
import { type State, stateOf } from '../../../testing/state';

/** Every operation with every failure at every one of its calls. */
let scene: Scene;
beforeAll(async () => {
  scene = await paintScene();
});

const OPERATIONS = Object.entries({ ...REQUESTS, ...DELIVERIES });

interface Run {
  readonly state: State;
  readonly calls: number;
}

/** What an undisturbed run comes to, and in how many calls. */
async function runOf(operation: Operation): Promise<Run> {
  const store = await openScene(scene);
  const met = interfere(store, { times: 0 });
  await operation(store, scene, 'k');
  const calls = met();
  return { state: await stateOf(store), calls };
}

/** How many calls come through before the next one fails: irregular, or whoever reads and then writes might only ever read. */
const COME_THROUGH = [1, 2, 1, 3, 2, 1, 4];

/** Calls fail as often as errors are listed, then some come through, and so on for as long as it takes. */
function everyCall(...errors: (() => Error)[]): () => Promise<unknown> | undefined {
  const pattern = COME_THROUGH.flatMap((count) => [
    ...errors,
    ...Array.from({ length: count }, () => undefined),
  ]);
  let next = 0;
  return () => {
    const error = pattern[next++ % pattern.length];
    return error && Promise.reject(error());
  };
}

const conflict = canceledBecause('None', 'TransactionConflict');
const FAILURES: Record<string, () => Interference> = {
  'times out before it is done': () => ({ before: everyCall(timedOut) }),
  'times out twice, each time after it is done': () => ({ after: everyCall(timedOut, timedOut) }),
  'ends in a cut connection after it is done': () => ({
    after: everyCall(named('Error', { code: 'ECONNRESET' })),
  }),
  'conflicts with others three times': () => ({ before: everyCall(conflict, conflict, conflict) }),
  'is throttled, then answered with an internal error': () => ({
    before: everyCall(named('ThrottlingException'), named('InternalServerError')),
  }),
};

describe.each(OPERATIONS)('%s', (name, operation) => {
  const at = OPERATIONS.findIndex(([each]) => each === name);
  let run: Run;
  beforeAll(async () => {
    run = await runOf(operation);
  });

  test.each(sampled(Object.entries(FAILURES), 5, at))(
    'reaches the same state when every call %s',
    async (_, failure) => {
      const store = await openScene(scene);
      interfere(store, { ...failure(), times: 1000 });
      await operation(store, scene, 'k');
      expect(await stateOf(undisturbed(store))).toEqual(run.state);
    },
  );

  test('reaches the same state when repeated after the process dies after any of its calls', async () => {
    for (const skip of sampled([...Array(run.calls).keys()], 7, at)) {
      const store = await openScene(scene);
      interfere(store, { after: crash, skip });
      await expect(operation(store, scene, 'k')).rejects.toThrow(Crash);
      await operation(store, scene, 'k');
      // Whoever comes to the stock next does what it says is left to do, and at this age of the quote no more.
      await settleStock(store, CIB, 60);
      expect([skip, await stateOf(store)]).toEqual([skip, run.state]);
    }
  });

  test('leaves nothing half done when its transactions stop succeeding', async () => {
    for (const skip of sampled([0, 1, 2], 3, at)) {
      const store = await openScene(scene, notedRetry());
      const storm = failing(canceledBecause('TransactionConflict'));
      interfere(store, { before: storm, times: 1000, skip, on: 'TransactWriteItems' });
      if ((await settled(operation(store, scene, 'k'))) === 'done') break;
      expectBalanced(await stateOf(undisturbed(store)));
    }
  });
});

async function settled(work: Promise<unknown>): Promise<'done' | 'unavailable'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error instanceof Error && isConflict(error.cause)).toBe(true);
    return 'unavailable';
  }
}

/** What is held is what open orders hold, and the book has each of them wherever it lies. */
function expectBalanced({ accounts, orders, book }: State): void {
  const open = orders.filter((order) => /status (new|partially_filled)$/.test(order));
  expect(book).toHaveLength(open.reduce((sum, order) => sum + entriesOf(order), 0));
  expect(accounts.map((account) => amountIn(account, 'frozen'))).toEqual([
    open.reduce((sum, order) => sum + heldBy(order), 0),
  ]);
}

/** Those of the scene have both a profit and a stop. */
function entriesOf(order: string): number {
  return /type exit, triggeredAt undefined/.test(order) ? 2 : 1;
}

function heldBy(order: string): number {
  return order.startsWith('side buy') ? amountIn(order, 'upperBound') * amountIn(order, 'remaining') : 0;
}

function amountIn(line: string, name: string): number {
  return Number(new RegExp(`${name} (\\d+)`).exec(line)?.[1]);
}
