import { after, formatInstant, fromMilliseconds, type Instant } from '../functions/domain/instant';
import type { DemoStock } from './demo-stocks';
import { seededRandom } from './seeded-random';
import type { WireTick } from './wire-tick';

// A lifelike market: each price moves by a few tenths of a percent per tick and is pulled back to where it started, in
// whole cents. Prices and availability follow from the seed alone; timestamps come from the clock.

const VOLATILITY = 0.004;
const PULL_TO_START = 0.02;
const NOTHING_ON_OFFER_SHARE = 0.03;
const FARTHEST = 20;

export interface RandomWalkOptions {
  seed: number;
  stocks: DemoStock[];
  now?: () => Instant;
  /** Relative change of a price per tick, besides chance: 0.001 is a tenth of a percent. May change over time. */
  drift?: () => number;
}

/** An endless market, one stock after another. */
export function* randomWalk({
  seed,
  stocks,
  now = wallClock,
  drift = () => 0,
}: RandomWalkOptions): Generator<WireTick, never> {
  const random = seededRandom(seed);
  const states = stocks.map((stock) => ({
    stock,
    priceCents: stock.priceCents,
    /** The price reverts to this. */
    centerCents: stock.priceCents,
    last: fromMilliseconds(0),
  }));
  for (;;) {
    for (const state of states) {
      const { stock } = state;
      state.centerCents = drifted(state.centerCents, drift(), stock.priceCents);
      state.priceCents = nextPriceCents(state.priceCents, state.centerCents, random);
      state.last = laterOf(now(), after(state.last, 1));
      yield {
        stock_id: stock.stockId,
        name: stock.name,
        price: state.priceCents / 100,
        availability: nextAvailability(random),
        timestamp: formatInstant(state.last),
      };
    }
  }
}

/** However long it drifts one way, a price stays plausible. */
function drifted(cents: number, drift: number, startCents: number): number {
  return Math.min(startCents * FARTHEST, Math.max(startCents / FARTHEST, cents * (1 + drift)));
}

function nextPriceCents(priceCents: number, centerCents: number, random: () => number): number {
  // The sum of three uniform draws is close enough to a bell curve; twice its deviation from the mean has variance 1.
  const step = (random() + random() + random() - 1.5) * 2;
  const moved = priceCents * (1 + VOLATILITY * step) + (centerCents - priceCents) * PULL_TO_START;
  return Math.max(1, Math.round(moved));
}

// Most offers are small and a few are large: 10 to 500 shares, uniform on a logarithmic scale.
function nextAvailability(random: () => number): number {
  if (random() < NOTHING_ON_OFFER_SHARE) return 0;
  return Math.round(10 ** (1 + 1.7 * random()));
}

// Two ticks of a stock in the same microsecond would have no order in time, so the second is dated one later.
function laterOf(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function wallClock(): Instant {
  const microsecond = Number((process.hrtime.bigint() / 1_000n) % 1_000n);
  return after(fromMilliseconds(Date.now()), microsecond);
}
