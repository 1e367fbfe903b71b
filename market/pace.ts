import { parseInstant, toMilliseconds } from '../functions/domain/instant';
import type { WireTick } from './wire-tick';

/** When a tick is due, in milliseconds after the first one; never earlier than the tick before it. */
export type Pace = (tick: WireTick, index: number) => number;

export const asFastAsAcknowledged: Pace = () => 0;

export function atRate(ticksPerSecond: number): Pace {
  return (_tick, index) => (index * 1_000) / ticksPerSecond;
}

/** Spaced like the recording's timestamps, divided by `speed`. A tick dated before its predecessor is due at once. */
export function asRecorded(speed: number): Pace {
  let firstMs: number | undefined;
  let latestDueMs = 0;
  return ({ timestamp }) => {
    const instant = parseInstant(timestamp);
    if (instant === undefined) return latestDueMs;
    const atMs = toMilliseconds(instant);
    firstMs ??= atMs;
    latestDueMs = Math.max(latestDueMs, (atMs - firstMs) / speed);
    return latestDueMs;
  };
}
