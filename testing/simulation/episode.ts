import * as z from 'zod';
import type { UserId } from '../../functions/domain/ids';
import { MICROSECONDS } from '../../functions/domain/instant';
import { Actors } from './actors';
import { audit } from './auditor/audit';
import type { Violation } from './auditor/findings';
import { SimulatedClock } from './clock';
import type { Command } from './commands';
import { decimalOf } from './decimal';
import { type FaultRates, NO_FAULTS } from './faults';
import { emptyJournal, type Fees } from './journal';
import { Publisher } from './publisher';
import { Scheduler } from './scheduler';
import { simulatedStore } from './simulated-store';
import type { Surroundings } from './surroundings';
import { sweep } from './sweep';
import type { World } from './world';

/** Everything that determines an episode. Running it again has the same result. */
export interface Episode {
  readonly seed: number;
  readonly users: number;
  readonly stocks: number;
  /** The most commands in flight at once. */
  readonly inFlight: number;
  readonly faults: FaultRates;
  readonly areSellsLimited: boolean;
  readonly fees: Fees;
  readonly commands: readonly Command[];
}

export interface Ending {
  readonly violations: readonly Violation[];
  /** The same every time the episode is run. */
  readonly steps: number;
  readonly at: number;
}

let episodes = 0;

/** Runs an episode on its own table, auditing it at idle points in between and at the end. */
export async function runEpisode(surroundings: Surroundings, episode: Episode): Promise<Ending> {
  const { table, tables, handlers, deadLetters } = surroundings;
  const tableName = `simulation-${process.pid}-${episodes++}`;
  await tables.create(tableName);
  const clock = new SimulatedClock();
  const scheduler = new Scheduler(clock);
  handlers.useStore(simulatedStore(table, tableName, clock, episode.seed));
  deadLetters.clear();
  const { faults, areSellsLimited, fees } = episode;
  // The market's time runs ahead of the simulated clock.
  process.env.MAX_CLOCK_SKEW_SECONDS = String(MICROSECONDS.day / MICROSECONDS.second);
  process.env.SELL_LIQUIDITY = areSellsLimited ? 'availability' : 'unlimited';
  Object.assign(process.env, {
    FEE_BASIS_POINTS: String(fees.perMillion / 100),
    FEE_PER_SHARE: decimalOf(fees.perShare),
    FEE_MINIMUM: decimalOf(fees.minimum),
    FEE_SIDES: fees.sides,
  });
  const journal = emptyJournal(deadLetters, areSellsLimited, fees);
  const world = { handlers, scheduler, clock, journal, faults };
  const auditNow = (sweptUntil: number) => audit(() => tables.scan(tableName), world.journal, sweptUntil);
  try {
    const violations = await new EpisodeRun(world, episode, auditNow).run();
    return { violations, steps: scheduler.tick(), at: clock.now() };
  } finally {
    await tables.drop(tableName);
  }
}

const NewUser = z.object({ id: z.string().transform((id) => id as UserId) });

class EpisodeRun {
  private readonly busy = new Set<string>();
  private failure: Error | undefined;

  constructor(
    private readonly world: World,
    private readonly episode: Episode,
    private readonly audit: (sweptUntil: number) => Promise<Violation[]>,
  ) {}

  async run(): Promise<Violation[]> {
    const { journal, clock } = this.world;
    const actors = new Actors(this.world, await this.signUp());
    for (let stock = 0; stock < this.episode.stocks; stock++)
      journal.stocks.push(`00000000-0000-4000-8000-${String(stock).padStart(12, '0')}`);
    for (const command of this.episode.commands) {
      while (!this.mayStart(command)) await this.advance();
      await this.start(command.lane, () => actors.perform(command));
      if (!command.isSolo) continue;
      await this.finish();
      await this.comeBy();
      const violations = await this.audit(0);
      if (violations.length > 0) return violations;
    }
    await this.finish();
    const sweptUntil = clock.now();
    await this.start('sweep', () => sweep({ ...this.world, faults: NO_FAULTS }, this.episode.seed));
    await this.finish();
    await this.comeBy();
    return await this.audit(sweptUntil);
  }

  /** A process that died after its commit may have left a stock unsettled until the next tick or order. */
  private async comeBy(): Promise<void> {
    const publisher = new Publisher({ ...this.world, faults: NO_FAULTS });
    await this.start('by', () => publisher.comeBy(this.episode.seed));
    await this.finish();
  }

  private async signUp(): Promise<UserId[]> {
    const { handlers, journal } = this.world;
    const ids: UserId[] = [];
    for (let user = 0; user < this.episode.users; user++) {
      const [username, email] = [`user${user}`, `user${user}@example.com`];
      const { json } = await handlers.answer('create-user', {
        body: { username, email, password: 'Passw0rd!' },
      });
      ids.push(NewUser.parse(json).id);
    }
    journal.users.push(...ids);
    return ids;
  }

  private mayStart({ lane, isSolo }: Command): boolean {
    if (isSolo) return this.busy.size === 0;
    return !this.busy.has(lane) && this.busy.size < this.episode.inFlight;
  }

  private async start(lane: string, work: () => Promise<void>): Promise<void> {
    this.busy.add(lane);
    void work()
      .catch((error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.busy.delete(lane));
    await this.world.scheduler.settle();
    if (this.failure) throw this.failure;
  }

  private async advance(): Promise<void> {
    await this.world.scheduler.advance();
    if (this.failure) throw this.failure;
  }

  private async finish(): Promise<void> {
    while (this.busy.size > 0) await this.advance();
  }
}
