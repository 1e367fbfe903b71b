import { IdentityError } from './identity-error';

// Cognito's rule, by source: five wrong passwords are free, then each wrong one locks the name for a second, for two, for
// four, up to a quarter of an hour; what is tried while the lock holds is refused and changes nothing. It locks it for
// where the guesses come from, so that nobody can keep an owner out by guessing.
const freeAttempts = 5;
const longestLockMs = 15 * 60 * 1000;

// Names that do not exist are counted too, or the lock would tell them apart; hence a bound on how many.
const mostAttempts = 10_000;

interface Failures {
  count: number;
  lockedUntilMs: number;
}

/** Slows down guesses at a user's password. Kept in memory: a restart forgives. */
export class SignInAttempts {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number) {}

  /**
   * Counts an attempt as wrong until `succeeded` says otherwise: of many at once, which all take their time to be looked
   * at, no more are looked at than one after another. Throws NotAuthorizedException while the name is locked.
   *
   * @param attempt the name, and where the attempt comes from
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
    // Set anew, so that the order of the map is the order of the last failure and its head is the stalest.
    this.failures.delete(attempt);
    this.failures.set(attempt, { count, lockedUntilMs: this.now() + lockMs });
    for (const stalest of this.failures.keys()) {
      if (this.failures.size <= mostAttempts) break;
      this.failures.delete(stalest);
    }
  }
}
