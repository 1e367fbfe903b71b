import type { ApiDeclaration, Throttle } from '../assembly/read-api';
import { sourceOf } from '../source-of';

/** A token bucket: `burst` requests at once, refilled at the rate. */
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

  /** Whether there is a token left to take. */
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

/** Of a route's own limit, what one source may use up: the rest is for everybody else. */
const SHARE_OF_A_SOURCE = 0.8;
const MOST_SOURCES = 10_000;

/** A bucket for each source, and one for all of them. */
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
    // Set anew, so that the head of the map is who has not come for the longest time, and has its bucket full again.
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
 * Routes with a limit of their own, which are those that try credentials, have a bucket of their own, of which one
 * source alone can't take everything; all others share the stage's.
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
