import type { CommandKind } from './commands';
import type { FaultRates } from './faults';
import type { OrderType } from './journal';
import { type Fees, NO_FEES } from './journal';
import type { Random } from './random';

/**
 * The character of one episode. Each draws its own: if everything were equally likely in every episode, nothing would
 * ever happen often enough to pile up.
 */
export interface Profile {
  readonly users: number;
  readonly stocks: number;
  readonly lanesPerUser: number;
  readonly feedLanes: number;
  /** The most commands in flight at once. */
  readonly inFlight: number;
  readonly soloShare: number;
  readonly keyedShare: number;
  readonly weights: Readonly<Record<CommandKind, number>>;
  readonly faults: FaultRates;
  readonly areSellsLimited: boolean;
  readonly fees: Fees;
  /** Of ticks that bring a bid or an ask. */
  readonly spreadShare: number;
  readonly types: Readonly<Record<OrderType, number>>;
  readonly longestOrder: number;
  readonly availability: number;
  readonly ticksPerMessage: number;
  /** The share of ticks that come late, or twice in one message. */
  readonly disorder: number;
  /** How many different prices there are. */
  readonly prices: number;
}

const ONLY_LIMITS = { limit: 1, market: 0, stop: 0, stop_limit: 0, exit: 0 };
const SOME_OF_ALL = { limit: 6, market: 1, stop: 1, stop_limit: 1, exit: 2 };
const MANY_STOPS = { limit: 2, market: 1, stop: 4, stop_limit: 2, exit: 5 };

export function drawProfile(random: Random): Profile {
  const profile = ordinary(random);
  const { weights } = profile;
  switch (random.weighted({ ordinary: 6, crowded: 2, flooded: 2 })) {
    case 'ordinary':
      return profile;
    case 'crowded':
      // Many orders at the same price compete for few shares, which reveals priority.
      return {
        ...profile,
        ...{ stocks: 1, prices: 2, longestOrder: 20, availability: 5 },
        weights: { ...weights, replace: 6 },
      };
    case 'flooded':
      // An occasional tick fills more orders than a transaction can hold, and a process may die halfway.
      return {
        ...profile,
        ...{
          stocks: 1,
          prices: 2,
          longestOrder: 3,
          availability: 400,
          ticksPerMessage: 1,
          disorder: random.pick([0, 0.4]),
        },
        weights: {
          ...weights,
          buy: 14,
          sell: 8,
          cancel: 0,
          'cancel-all': 0,
          replace: 0,
          publish: 0.5,
          redeliver: 0.2,
        },
        faults: { ...profile.faults, crashing: 0.05 },
      };
  }
}

function ordinary(random: Random): Profile {
  const rarely = () => random.pick([0, 1, 1, 3]);
  const users = random.between(1, 5);
  return {
    users,
    stocks: random.between(1, 3),
    lanesPerUser: random.between(1, 3),
    feedLanes: random.between(1, 3),
    inFlight: random.pick([1, 3, 6, 12]),
    soloShare: random.pick([0, 0.02, 0.1]),
    keyedShare: random.pick([0, 0.5, 0.9]),
    weights: {
      deposit: random.between(1, 3),
      withdraw: random.between(1, 3),
      buy: random.between(4, 14),
      sell: random.between(2, 8),
      cancel: random.between(0, 3),
      replace: random.pick([0, 2, 6]),
      'cancel-all': rarely() / 2,
      publish: random.between(3, 14),
      redeliver: rarely(),
      sweep: rarely() / 2,
      jump: rarely() / 2,
      look: 1,
      trespass: users > 1 ? 0.2 : 0,
    },
    faults: { failing: random.pick([0, 0.02, 0.1, 0.3]), crashing: random.pick([0, 0, 0.01, 0.05]) },
    longestOrder: random.pick([3, 20, 200]),
    availability: random.pick([5, 40, 400]),
    ticksPerMessage: random.pick([1, 1, 4, 30]),
    disorder: random.pick([0, 0.1, 0.4]),
    prices: random.pick([2, 6, 20]),
    areSellsLimited: random.chance(0.4),
    fees: random.chance(0.5) ? NO_FEES : drawFees(random),
    spreadShare: random.pick([0, 0, 0.3, 1]),
    types: random.pick([ONLY_LIMITS, SOME_OF_ALL, SOME_OF_ALL, MANY_STOPS]),
  };
}

/** Prices are about ten: fees range from next to nothing to more than the value of a small sell. */
function drawFees(random: Random): Fees {
  return {
    perMillion: random.pick([0, 1, 2_500, 30_000]),
    perShare: BigInt(random.pick([0, 0, 1, 333])),
    minimum: BigInt(random.pick([0, 0, 10_000, 150_000])),
    sides: random.pick(['both', 'both', 'buy', 'sell']),
  };
}
