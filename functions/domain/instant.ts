import type { Branded } from './brand';

/** Microseconds since 1970-01-01T00:00:00Z. A whole number far below 2⁵³ until the year 2255. */
export type Instant = Branded<number, 'Instant'>;

export const MICROSECONDS = {
  millisecond: 1_000,
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
  day: 86_400_000_000,
};

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))?$/;
const LATEST_YEAR = 2254;
const END = Date.UTC(LATEST_YEAR + 1, 0) * MICROSECONDS.millisecond;
const LEAP_SECOND = 60;

/**
 * Reads RFC 3339, or `YYYY-MM-DD HH:MM:SS[.ffffff]`, which is UTC. Digits beyond microseconds are cut off, and a leap
 * second is read as the second after it, since instants can't represent it.
 * @returns undefined for anything else, for days that don't exist, and outside the years 1970–2254
 */
export function parseInstant(text: string): Instant | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [, , , , , , , fraction = '', , sign, offsetHours = '0', offsetMinutes = '0'] = match;
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  const calendar = new Date(Date.UTC(year, month - 1, day));
  const isInCalendar =
    calendar.getUTCMonth() === month - 1 &&
    calendar.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second <= LEAP_SECOND;
  if (
    !isInCalendar ||
    year < 1970 ||
    year > LATEST_YEAR ||
    Number(offsetHours) > 23 ||
    Number(offsetMinutes) > 59
  )
    return undefined;
  const offset =
    (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes)) * MICROSECONDS.minute;
  const whole = milliseconds * MICROSECONDS.millisecond - offset;
  // A leap second is always the last of a day (UTC).
  if (second === LEAP_SECOND && whole % MICROSECONDS.day !== 0) return undefined;
  const instant = whole + Number(fraction.slice(0, 6).padEnd(6, '0'));
  return instant < 0 || instant >= END ? undefined : (instant as Instant);
}

/** @returns RFC 3339 in UTC, with six decimals if there is a fraction of a second, otherwise none */
export function formatInstant(instant: Instant): string {
  const fraction = instant % MICROSECONDS.second;
  const seconds = new Date((instant - fraction) / MICROSECONDS.millisecond).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

export function fromMilliseconds(sinceEpochMs: number): Instant {
  return (sinceEpochMs * MICROSECONDS.millisecond) as Instant;
}

export function toMilliseconds(instant: Instant): number {
  return Math.floor(instant / MICROSECONDS.millisecond);
}

/** @param microseconds may be negative */
export function after(instant: Instant, microseconds: number): Instant {
  return (instant + microseconds) as Instant;
}
