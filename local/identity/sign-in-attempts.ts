import { IdentityError } from './identity-error';

// Cognito's rule: five wrong passwords are free, then each wrong one locks the name for a second, for two, for
// four, up to a quarter of an hour; what is tried while the lock holds is refused and changes nothing.
const freeAttempts = 5;
const longestLockMs = 15 * 60 * 1000;

// Names that do not exist are counted too, or the lock would tell them apart; hence a bound on how many.
const mostNames = 10_000;

interface Failures {
  count: number;
  lockedUntilMs: number;
}

/** Slows down whoever guesses the password of one name. Kept in memory: a restart forgives. */
export class SignInAttempts {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number) {}

  /** Throws NotAuthorizedException while the name is locked. */
  check(name: string): void {
    const failures = this.failures.get(name);
    if (failures !== undefined && this.now() < failures.lockedUntilMs) {
      throw new IdentityError('NotAuthorizedException', 'Password attempts exceeded');
    }
  }

  failed(name: string): void {
    const count = (this.failures.get(name)?.count ?? 0) + 1;
    const lockMs = count < freeAttempts ? 0 : Math.min(1000 * 2 ** (count - freeAttempts), longestLockMs);
    // Set anew, so that the order of the map is the order of the last failure and its head is the stalest.
    this.failures.delete(name);
    this.failures.set(name, { count, lockedUntilMs: this.now() + lockMs });
    for (const stalest of this.failures.keys()) {
      if (this.failures.size <= mostNames) break;
      this.failures.delete(stalest);
    }
  }

  succeeded(name: string): void {
    this.failures.delete(name);
  }
}
