import { TransactionCanceled } from './table-error';

/** How long a store call may be retried before its caller is told to try again later. */
export interface RetryPolicy {
  /** How often the store may fail. */
  readonly attempts: number;
  /** How often another writer may come first. Each time somebody makes progress, so waiting one's turn is worth it. */
  readonly conflicts: number;
  /**
   * No attempt starts later than this after the first failure: calls that hang must not use up a function's time. What
   * succeeds may take longer, such as a tick that fills thousands of orders.
   */
  readonly budgetMs: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  pause(delayMs: number): Promise<void>;
  nowMs(): number;
  /** When it is too late for another attempt, whatever the budget: the function has its own timeout. */
  lastAttemptAtMs?(): number;
  /** In [0, 1). */
  random(): number;
  /** Notified of each retry and its cause. */
  onRetry?(cause: unknown): void;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 8,
  conflicts: 50,
  budgetMs: 6_000,
  baseDelayMs: 20,
  maxDelayMs: 500,
  pause: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  nowMs: () => performance.now(),
  random: Math.random,
};

/**
 * The store kept failing until the retry budget was spent. Nothing is half done, but a write whose response was lost
 * may have been committed; repeating it with the same idempotency key settles that.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * Full jitter: a random delay below an exponentially growing ceiling, which spreads competing writers best.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */
export function delayBefore(attempt: number, { baseDelayMs, maxDelayMs, random }: RetryPolicy): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** attempt);
}

/** Another writer intervened between read and write: start over from a fresh read. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** A batch was processed only in part, which is how DynamoDB throttles batches. */
export class Unprocessed extends Error {
  override readonly name = 'Unprocessed';
}

/**
 * The only place that retries: an error that may not recur, from the store or a competing writer, is retried; any other
 * is rethrown at once.
 */
export async function withRetry<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  let endsAtMs = policy.lastAttemptAtMs?.() ?? Number.POSITIVE_INFINITY;
  let cause: unknown;
  let [failures, conflicts] = [0, 0];
  while (failures < policy.attempts && conflicts < policy.conflicts) {
    const repeats = failures + conflicts;
    if (repeats > 0) await policy.pause(delayBefore(repeats, policy));
    if (policy.nowMs() > endsAtMs) break;
    if (repeats > 0) policy.onRetry?.(cause);
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (repeats === 0) endsAtMs = Math.min(policy.nowMs() + policy.budgetMs, endsAtMs);
      if (isConflict(error)) conflicts++;
      else failures++;
      cause = error;
    }
  }
  throw new StoreUnavailable('the retry budget is spent', { cause });
}

const TRANSIENT_ERRORS = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'LimitExceededException',
  'VersionConflict',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'ThrottledException',
  'TimeoutError',
  'TooManyRequestsException',
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
  'VersionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Whether the cause is another writer of the same items rather than the store itself. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (CONFLICT_ERRORS.has(error.name)) return true;
  if (!(error instanceof TransactionCanceled)) return false;
  return error.reasons.some(({ Code }) => Code === 'TransactionConflict');
}

/** Whether the same call may succeed if simply repeated. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (TRANSIENT_ERRORS.has(error.name)) return true;
  if ('code' in error && typeof error.code === 'string' && TRANSIENT_SYSTEM_ERRORS.has(error.code))
    return true;
  if (!(error instanceof TransactionCanceled)) return false;
  const reasons = error.reasons.filter(({ Code }) => Code !== undefined && Code !== 'None');
  return reasons.length > 0 && reasons.every(({ Code }) => Code !== undefined && TRANSIENT_REASONS.has(Code));
}
