import type { ApiDeclaration, Throttle } from '../assembly/read-api';
import { sourceOf } from '../source-of';

/** A token bucket of `burst` tokens, refilled at the rate. */
class TokenBucket {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    private readonly throttle: Throttle,
    private readonly now: () => number,
  ) {
    this.tokens = throttle.burst;
    this.filledAtMs = now();
  }

  /** Takes a token and returns whether there was one. */
  take(): boolean {
    const atMs = this.now();
    const refill = (Math.max(0, atMs - this.filledAtMs) / 1000) * this.throttle.ratePerSecond;
    this.tokens = Math.min(this.throttle.burst, this.tokens + refill);
    this.filledAtMs = atMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** The share of a route's own limit that a single source may use up. */
const SHARE_OF_A_SOURCE = 0.8;
const MOST_SOURCES = 10_000;

/** One bucket per source, plus one for all of them together. */
class SharedBucket {
  private readonly all: TokenBucket;
  private readonly bySource = new Map<string, TokenBucket>();

  constructor(
    private readonly throttle: Throttle,
    private readonly now: () => number,
  ) {
    this.all = new TokenBucket(throttle, now);
  }

  take(source: string): boolean {
    const own = this.bySource.get(source) ?? new TokenBucket(this.share(), this.now);
    // Reinserted, so the head of the map is the least recent source, whose bucket is full again anyway.
    this.bySource.delete(source);
    this.bySource.set(source, own);
    for (const stalest of this.bySource.keys()) {
      if (this.bySource.size <= MOST_SOURCES) break;
      this.bySource.delete(stalest);
    }
    return own.take() && this.all.take();
  }

  private share(): Throttle {
    const { ratePerSecond, burst } = this.throttle;
    return { ratePerSecond: ratePerSecond * SHARE_OF_A_SOURCE, burst: Math.ceil(burst * SHARE_OF_A_SOURCE) };
  }
}

/**
 * Routes with their own limit, which are those that check credentials, have their own bucket, which no single source
 * can exhaust; all others share the stage's.
 */
export function admission(
  api: ApiDeclaration,
  now: () => number = () => performance.now(),
): (routeKey: string, source: string) => boolean {
  const shared = new TokenBucket(api.throttle, now);
  const own = new Map(
    api.routes.flatMap(({ key, throttle }) =>
      throttle ? [[key, new SharedBucket(throttle, now)] as const] : [],
    ),
  );
  return (routeKey, source) => own.get(routeKey)?.take(sourceOf(source)) ?? shared.take();
}
