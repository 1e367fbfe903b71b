import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { SimulatedClock } from './clock';
import { type FaultRates, NO_FAULTS } from './faults';
import { mix, Random } from './random';

/** One run of a handler: a simulated process, which may die. */
export interface Invocation {
  readonly seed: number;
  readonly faults: FaultRates;
  readonly scheduler: Scheduler;
  calls: number;
  isDead: boolean;
}

interface WaitingCall {
  /** The call with the lowest rank goes next. */
  readonly rank: number;
  release(): Promise<void>;
}

const running = new AsyncLocalStorage<Invocation>();

export function currentInvocation(): Invocation | undefined {
  return running.getStore();
}

/** The most steps after which even the unluckiest call goes before any new ones. */
const LONGEST_DELAY_STEPS = 48;
const IDLE_ROUNDS = 1_000;

/**
 * Interleaves handlers at the granularity of their calls to the store. Every call waits until no handler can make
 * progress otherwise; then the call ranked first by its own seed is made, alone. So the same commands with the same
 * seeds always interleave in the same way, however fast the machine is.
 */
export class Scheduler {
  private waiting: WaitingCall[] = [];
  private steps = 0;

  constructor(readonly clock: SimulatedClock) {}

  /** Logical time. Each call advances it, so no two events share a value. */
  tick(): number {
    return ++this.steps;
  }

  /** @returns the work's result, or `crashed` if its process died */
  async invoke<T>(seed: number, faults: FaultRates, work: () => Promise<T>): Promise<T | 'crashed'> {
    const invocation: Invocation = { seed, faults, scheduler: this, calls: 0, isDead: false };
    try {
      const answer = await running.run(invocation, work);
      return invocation.isDead ? 'crashed' : answer;
    } catch (error) {
      if (invocation.isDead) return 'crashed';
      throw error;
    }
  }

  async invokeSafely<T>(seed: number, work: () => Promise<T>): Promise<T | 'crashed'> {
    return await this.invoke(seed, NO_FAULTS, work);
  }

  /** Makes a call when its turn comes. */
  async inTurn<T>(seed: number, call: () => Promise<T>): Promise<T> {
    const random = new Random(seed);
    const rank = this.steps + random.next() ** 2 * LONGEST_DELAY_STEPS;
    const pauseMicroseconds = random.between(0, 3_000);
    return await new Promise<T>((resolve, reject) => {
      const release = async () => {
        this.clock.advance(pauseMicroseconds);
        await call().then(resolve, reject);
      };
      this.waiting.push({ rank, release });
    });
  }

  /** Lets everything run until all of it waits for a call, then makes one of the calls. */
  async advance(): Promise<void> {
    for (let round = 0; this.waiting.length === 0; round++) {
      if (round === IDLE_ROUNDS)
        throw new Error('an actor waits for something other than a call to the store');
      await setImmediate();
    }
    const next = this.waiting.reduce((first, other) => (other.rank < first.rank ? other : first));
    this.waiting = this.waiting.filter((other) => other !== next);
    this.tick();
    await next.release();
    await setImmediate();
  }

  /** Lets newly started work get to its first call. */
  async settle(): Promise<void> {
    await setImmediate();
  }
}

/** The seed of an invocation's next call. */
export function nextCallSeed(invocation: Invocation): number {
  return mix(invocation.seed, invocation.calls++);
}
