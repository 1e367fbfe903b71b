import { IdentityError } from './identity-error';

// Cognito's rule, per source: five wrong passwords are free, then each one locks the name for one second, two, four, up
// to 15 minutes; attempts during a lock are refused and change nothing. The lock applies only to the source of the
// guesses, so nobody can lock out the owner by guessing.
const freeAttempts = 5;
const longestLockMs = 15 * 60 * 1000;

// Unknown names are counted too, or the lock would reveal them; hence the bound on how many are kept.
const mostAttempts = 10_000;

interface Failures {
  count: number;
  lockedUntilMs: number;
}

/** Slows down password guessing. Kept in memory, so a restart resets it. */
export class SignInAttempts {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number) {}

  /**
   * Counts an attempt as wrong until `succeeded` says otherwise, so concurrent attempts, each of which takes a while to
   * check, get no more guesses than sequential ones.
   *
   * @param attempt the name and the source of the attempt
   * @throws IdentityError NotAuthorizedException while the name is locked
   */
  begin(attempt: string): void {
    const failures = this.failures.get(attempt);
    if (failures !== undefined && this.now() < failures.lockedUntilMs) {
      throw new IdentityError('NotAuthorizedException', 'Password attempts exceeded');
    }
    this.count(attempt, (failures?.count ?? 0) + 1);
  }

  succeeded(attempt: string): void {
    this.failures.delete(attempt);
  }

  private count(attempt: string, count: number): void {
    const lockMs = count < freeAttempts ? 0 : Math.min(1000 * 2 ** (count - freeAttempts), longestLockMs);
    // Reinserted, so the map is in order of the last failure and its head is the stalest.
    this.failures.delete(attempt);
    this.failures.set(attempt, { count, lockedUntilMs: this.now() + lockMs });
    for (const stalest of this.failures.keys()) {
      if (this.failures.size <= mostAttempts) break;
      this.failures.delete(stalest);
    }
  }
}
