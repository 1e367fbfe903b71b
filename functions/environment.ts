import { LONGEST_CALL_MS } from './bounded-calls';
import { assert } from './domain/assert';
import { note } from './metrics';
import { DEFAULT_RETRY, isConflict, type RetryPolicy } from './storage/table/retry';
import { connectStore, type Store } from './storage/table/store';

/** The settings of a function, which the template declares. A missing one is a fault of the deployment. */
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

/** A setting that has a default where it is used. */
export function optionalNumberSetting(name: string): number | undefined {
  return process.env[name] ? numberSetting(name) : undefined;
}

/** Connected once per instance of a function, at its first use. */
let connected: Store | undefined;

/** For the simulation, whose store has a clock of its own, no pauses, and a client that faults are injected into. */
export function useStore(simulated: Store): void {
  connected = simulated;
}

export function store(): Store {
  const retentionDays = Number(process.env.TICK_RETENTION_DAYS || 0);
  connected ??= connectStore(setting('TABLE_NAME'), {
    retry: COUNTED_RETRY,
    ...(retentionDays > 0 && { tickRetentionDays: retentionDays }),
  });
  return connected;
}

let lastAttemptAtMs = Number.POSITIVE_INFINITY;

/** Keeps the store's retries within what the function has left, so that it is the function that says so. */
export function answerWithin(remainingMs: number): void {
  lastAttemptAtMs = DEFAULT_RETRY.nowMs() + Math.max(remainingMs - LONGEST_CALL_MS, remainingMs / 2);
}

const COUNTED_RETRY: RetryPolicy = {
  ...DEFAULT_RETRY,
  lastAttemptAtMs: () => lastAttemptAtMs,
  onRetry(cause) {
    note('Retries');
    if (isConflict(cause)) note('Conflicts');
  },
};
