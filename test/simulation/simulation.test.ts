import { inFull } from '../../testing/scale';
import { runEpisode } from '../../testing/simulation/episode';
import { describeFailure } from '../../testing/simulation/report';
import { drawEpisode, simulate } from '../../testing/simulation/simulation';
import { openSurroundings, type Surroundings } from '../../testing/simulation/surroundings';
import { tablesOfEngine } from '../../testing/simulation/tables';

/**
 * The whole system under a seeded workload with faults, audited independently. `npm run simulate` goes on for as
 * long as asked, and `npm run mutate` proves that it finds what is planted.
 */
const SEEDS = inFull([1_000, 2_000, 3_000, 4_000], [1_000]);
const STEPS = inFull(510, 200);
const SHRINK_SECONDS = 20;
/** Each takes some ten seconds on a machine of its own. */
const LIMIT_MS = 180_000;

let surroundings: Surroundings;

beforeAll(async () => {
  surroundings = await openSurroundings(tablesOfEngine());
});

test.each(SEEDS)(
  `no promise is broken in ${STEPS} steps from seed %i`,
  async (seed) => {
    const { failure, steps } = await simulate(surroundings, {
      seed,
      steps: STEPS,
      shrinkSeconds: SHRINK_SECONDS,
    });
    if (failure) throw new Error(describeFailure(failure));
    expect(steps).toBe(STEPS);
  },
  LIMIT_MS,
);

test('an episode runs the same way every time', async () => {
  const episode = drawEpisode(1_007, 80);
  const first = await runEpisode(surroundings, episode);
  expect(await runEpisode(surroundings, episode)).toEqual(first);
});
