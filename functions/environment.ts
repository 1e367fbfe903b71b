import { LONGEST_CALL_MS } from './bounded-calls';
import { assert } from './domain/assert';
import { MAX_CLOCK_SKEW_SECONDS } from './domain/tick';
import { recordMetric } from './metrics';
import { DEFAULT_RETRY, isConflict, type RetryPolicy } from './storage/table/retry';
import { connectStore, type Store } from './storage/table/store';
import { Turns } from './storage/table/turns';

/** A setting of the function, declared by the template. A missing one is a deployment error. */
export function setting(name: string): string {
  const value = process.env[name];
  assert(value !== undefined && value !== '', `the environment variable ${name} is not set`);
  return value;
}

export function numberSetting(name: string): number {
  const value = Number(setting(name));
  assert(Number.isFinite(value), `the environment variable ${name} is not a number`);
  return value;
}

/** For a setting whose default is applied by its user. */
export function optionalNumberSetting(name: string): number | undefined {
  return process.env[name] ? numberSetting(name) : undefined;
}

/** How far in the future a tick may be. */
export function maxClockSkewSeconds(): number {
  return optionalNumberSetting('MAX_CLOCK_SKEW_SECONDS') ?? MAX_CLOCK_SKEW_SECONDS;
}

/** Connected once per function instance, on first use. */
let connected: Store | undefined;
let simulated: Store | undefined;

/** For the simulation, whose store has its own clock, no pauses and a client that injects faults. */
export function useStore(store: Store): void {
  simulated = store;
}

/**
 * @param remainingMs what the invocation has left. The store's retries end before that, so that the function reports
 *   the failure itself.
 */
export function store(remainingMs = Number.POSITIVE_INFINITY): Store {
  if (simulated) return simulated;
  const retentionDays = Number(process.env.TICK_RETENTION_DAYS || 0);
  connected ??= connectStore(setting('TABLE_NAME'), {
    turns: new Turns(),
    ...(retentionDays > 0 && { tickRetentionDays: retentionDays }),
  });
  const lastAttemptAtMs = DEFAULT_RETRY.nowMs() + Math.max(remainingMs - LONGEST_CALL_MS, remainingMs / 2);
  return { ...connected, retry: { ...COUNTED_RETRY, lastAttemptAtMs: () => lastAttemptAtMs } };
}

const COUNTED_RETRY: RetryPolicy = {
  ...DEFAULT_RETRY,
  onRetry(cause) {
    recordMetric('Retries');
    if (isConflict(cause)) recordMetric('Conflicts');
  },
};
