import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** How long a store call may be retried before its caller is told to come back later. */
export interface RetryPolicy {
  readonly attempts: number;
  /** No attempt starts later than this after the first: calls that hang must not use up a function's time. */
  readonly budgetMs: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  pause(delayMs: number): Promise<void>;
  nowMs(): number;
  /** When it is too late for another attempt, whatever the budget: the function that asks has an end of its own. */
  lastAttemptAtMs?(): number;
  /** In [0, 1). */
  random(): number;
  /** Hears of each attempt that is made again, and why. */
  onRetry?(cause: unknown): void;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 8,
  budgetMs: 6_000,
  baseDelayMs: 20,
  maxDelayMs: 500,
  pause: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  nowMs: () => performance.now(),
  random: Math.random,
};

/**
 * The store kept refusing for reasons of its own until the budget was spent. Nothing was half done; whether a write
 * whose answer was lost is there is for a repeat with the same key to find out.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * Full jitter: a delay anywhere below an exponentially growing ceiling, which spreads competing writers best.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */
export function delayBefore(attempt: number, { baseDelayMs, maxDelayMs, random }: RetryPolicy): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** attempt);
}

/** Another writer came between reading and writing: whoever meets it starts over from a fresh read. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** A batch was answered in part, which is how DynamoDB throttles batches. */
export class Unprocessed extends Error {
  override readonly name = 'Unprocessed';
}

/**
 * The one place that retries: what the store or a competing writer may let through the next time is tried again,
 * anything else passes through at once.
 */
export async function withRetry<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  const lastAttemptAtMs = policy.lastAttemptAtMs?.() ?? Number.POSITIVE_INFINITY;
  const endsAtMs = Math.min(policy.nowMs() + policy.budgetMs, lastAttemptAtMs);
  let cause: unknown;
  for (let count = 0; count < policy.attempts; count++) {
    if (count > 0) await policy.pause(delayBefore(count, policy));
    if (policy.nowMs() > endsAtMs) break;
    if (count > 0) policy.onRetry?.(cause);
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error)) throw error;
      cause = error;
    }
  }
  throw new StoreUnavailable('the retry budget is spent', { cause });
}

const TRANSIENT_ERRORS = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'LimitExceededException',
  'Overtaken',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'ThrottledException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
  'Unprocessed',
]);
const TRANSIENT_SYSTEM_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const TRANSIENT_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

const CONFLICT_ERRORS = new Set([
  'Overtaken',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Whether another writer of the same items was in the way, rather than the store itself. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (CONFLICT_ERRORS.has(error.name)) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict');
}

/** Whether the same call may succeed when it is simply made again. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (TRANSIENT_ERRORS.has(error.name)) return true;
  if ('code' in error && typeof error.code === 'string' && TRANSIENT_SYSTEM_ERRORS.has(error.code))
    return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const reasons = (error.CancellationReasons ?? []).filter(
    ({ Code }) => Code !== undefined && Code !== 'None',
  );
  return reasons.length > 0 && reasons.every(({ Code }) => Code !== undefined && TRANSIENT_REASONS.has(Code));
}
