export interface RetryPolicy {
  /** How many times a request is sent at most. */
  readonly attempts: number;
  /** The longest first wait, in milliseconds; it doubles with each attempt. */
  readonly delayMs: number;
  readonly maxDelayMs: number;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const DEFAULT_RETRIES: RetryPolicy = {
  attempts: 5,
  delayMs: 200,
  maxDelayMs: 10_000,
  random: Math.random,
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Sends until there is a final answer. A 429 was never carried out. After a 503 or a broken connection the outcome is
 * unknown, so only what is safe to repeat is sent again.
 */
export async function withRetries(
  send: () => Promise<Response>,
  mayRepeat: boolean,
  policy: RetryPolicy,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= policy.attempts;
    try {
      const response = await send();
      const isTemporary = response.status === 429 || (response.status === 503 && mayRepeat);
      if (!isTemporary || isLast) return response;
      await response.body?.cancel();
      await policy.wait(Math.max(backOff(attempt, policy), retryAfterMs(response)));
    } catch (error) {
      if (!isNetworkError(error) || !mayRepeat || isLast) throw error;
      await policy.wait(backOff(attempt, policy));
    }
  }
}

/** Full jitter: anywhere between zero and the limit, so that many clients don't come back at once. */
function backOff(attempt: number, { delayMs, maxDelayMs, random }: RetryPolicy): number {
  return random() * Math.min(maxDelayMs, delayMs * 2 ** (attempt - 1));
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** What fetch throws when there is no answer; recognized by name, since it may come from another realm. An abort is final. */
function isNetworkError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';
}
