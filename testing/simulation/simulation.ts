import type { Violation } from './auditor/findings';
import type { Command, CommandKind } from './commands';
import { type Episode, runEpisode } from './episode';
import type { FaultKind } from './faults';
import { drawProfile } from './profile';
import { mix, Random } from './random';
import { shrink } from './shrink';
import type { Surroundings } from './surroundings';
import { Workload } from './workload';

/** The progress of a simulation. */
export interface Tally {
  readonly steps: number;
  readonly episodes: number;
  readonly operations: ReadonlyMap<CommandKind, number>;
  readonly faults: Readonly<Record<FaultKind, number>>;
}

export interface Failure {
  /** The seed of the failing episode, with which a simulation starts with it. */
  readonly seed: number;
  readonly episode: Episode;
  readonly violations: readonly Violation[];
  /** The shortest subset of the episode's commands found to fail too, and what it breaks. */
  readonly shrunk: readonly Command[];
  readonly shrunkViolations: readonly Violation[];
}

export interface Report extends Tally {
  readonly failure: Failure | undefined;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
  readonly shrinkSeconds: number;
  readonly onProgress?: (tally: Tally) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs one episode after another until there were enough steps or a promise is broken. The first episode uses the given
 * seed, each further one the next number, so a failing episode can be rerun alone by its own seed.
 */
export async function simulate(surroundings: Surroundings, options: SimulationOptions): Promise<Report> {
  const operations = new Map<CommandKind, number>();
  let [steps, episodes] = [0, 0];
  const tally = (): Tally => ({ steps, episodes, operations, faults: { ...surroundings.faults } });
  while (steps < options.steps && !options.signal?.aborted) {
    const seed = options.seed + episodes;
    const episode = drawEpisode(seed, options.steps - steps);
    const { violations } = await runEpisode(surroundings, episode);
    steps += episode.commands.length;
    episodes++;
    for (const { kind } of episode.commands) operations.set(kind, (operations.get(kind) ?? 0) + 1);
    options.onProgress?.(tally());
    if (violations.length === 0) continue;
    const sofar = tally();
    return { ...sofar, failure: await explain(surroundings, { seed, episode, violations }, options) };
  }
  return { ...tally(), failure: undefined };
}

const LENGTHS = [20, 60, 60, 150, 400] as const;

export function drawEpisode(seed: number, longest = Number.POSITIVE_INFINITY): Episode {
  const random = new Random(seed);
  const profile = drawProfile(random);
  const length = Math.min(random.pick(LENGTHS), longest);
  const { users, stocks, inFlight, faults, areSellsLimited, fees } = profile;
  const commands = new Workload(profile, random, mix(seed, 1)).commands(length);
  return { seed, users, stocks, inFlight, faults, areSellsLimited, fees, commands };
}

async function explain(
  surroundings: Surroundings,
  failure: Pick<Failure, 'seed' | 'episode' | 'violations'>,
  { shrinkSeconds, signal }: SimulationOptions,
): Promise<Failure> {
  const deadline = Date.now() + shrinkSeconds * 1000;
  const [first] = failure.violations;
  let shrunkViolations = failure.violations;
  const fails = async (commands: readonly Command[]) => {
    const { violations } = await runEpisode(surroundings, { ...failure.episode, commands });
    // A different broken promise may be a different bug: shrink only for the one that was found.
    if (!violations.some(({ promise }) => promise === first?.promise)) return false;
    shrunkViolations = violations;
    return true;
  };
  const mayGoOn = () => Date.now() < deadline && !signal?.aborted;
  const shrunk = await shrink(failure.episode.commands, fails, mayGoOn);
  return { ...failure, shrunk, shrunkViolations };
}
