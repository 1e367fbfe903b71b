import { IdentityError } from './identity-error';

// Cognito's limit; it allows more to users who have rarely asked.
const mostAnHour = 5;
const HOUR_MS = 60 * 60 * 1000;

// Nonexistent names are counted too, or the refusal would reveal which ones exist; hence a bound.
const mostNames = 10_000;

/** Counts requests for codes, to keep mailboxes from being flooded. Kept in memory: a restart resets it. */
export class CodeRequests {
  private readonly asked = new Map<string, { count: number; sinceMs: number }>();

  constructor(private readonly now: () => number) {}

  /** Throws LimitExceededException if a name has reached its limit. */
  count(name: string): void {
    const before = this.asked.get(name);
    const isOver = before === undefined || this.now() - before.sinceMs >= HOUR_MS;
    const next = isOver ? { count: 1, sinceMs: this.now() } : { ...before, count: before.count + 1 };
    if (next.count > mostAnHour) {
      throw new IdentityError(
        'LimitExceededException',
        'Attempt limit exceeded, please try after some time.',
      );
    }
    this.asked.delete(name);
    this.asked.set(name, next);
    for (const stalest of this.asked.keys()) {
      if (this.asked.size <= mostNames) break;
      this.asked.delete(stalest);
    }
  }
}
