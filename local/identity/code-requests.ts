import { IdentityError } from './identity-error';

// Cognito lets a user ask for so many, and more when he has seldom asked.
const mostAnHour = 5;
const HOUR_MS = 60 * 60 * 1000;

// Names that do not exist are counted too, or the refusal would tell them apart; hence a bound on how many.
const mostNames = 10_000;

/** How often codes were asked for, so that nobody's mailbox is filled. Kept in memory: a restart forgives. */
export class CodeRequests {
  private readonly asked = new Map<string, { count: number; sinceMs: number }>();

  constructor(private readonly now: () => number) {}

  /** Throws LimitExceededException where a name has had enough for now. */
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
