import type { ApiDeclaration, Throttle } from '../assembly/read-api';

/** A token bucket: `burst` requests at once, refilled at the rate. */
export class TokenBucket {
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
    const refill = ((atMs - this.filledAtMs) / 1000) * this.throttle.ratePerSecond;
    this.tokens = Math.min(this.throttle.burst, this.tokens + refill);
    this.filledAtMs = atMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** Routes with a limit of their own have a bucket of their own; all others share the stage's. */
export function admission(api: ApiDeclaration, now: () => number = Date.now): (routeKey: string) => boolean {
  const shared = new TokenBucket(api.throttle, now);
  const own = new Map(
    api.routes.flatMap(({ key, throttle }) =>
      throttle ? [[key, new TokenBucket(throttle, now)] as const] : [],
    ),
  );
  return (routeKey) => (own.get(routeKey) ?? shared).take();
}
