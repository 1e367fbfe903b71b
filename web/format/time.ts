/** Times are shown in the zone of the reader, or in UTC where that is set; the zone is always said somewhere near. */

export type Zone = 'local' | 'utc';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-GB', { ...options, ...(zone === 'utc' && { timeZone: 'UTC' }) });
  formatters.set(key, known);
  return known;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

export function formatClock(timestamp: string | number, zone: Zone): string {
  return formatter(zone, CLOCK).format(new Date(timestamp));
}

/** To a tenth of a second, for ticks. */
export function formatClockFine(timestamp: string, zone: Zone): string {
  const date = new Date(timestamp);
  return `${formatClock(timestamp, zone)}.${Math.floor(date.getUTCMilliseconds() / 100)}`;
}

export function formatMinute(timestamp: string | number, zone: Zone): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(timestamp),
  );
}

/** `26 Nov`, with the year where it is another than this one. */
export function formatDay(timestamp: string | number, zone: Zone, nowMs: number): string {
  const date = new Date(timestamp);
  const isThisYear = date.getUTCFullYear() === new Date(nowMs).getUTCFullYear();
  return formatter(zone, {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(date);
}

/** The clock today, the day and the minute before. */
export function formatMoment(timestamp: string | number, zone: Zone, nowMs: number): string {
  const day = formatDay(timestamp, zone, nowMs);
  if (day === formatDay(nowMs, zone, nowMs)) return formatClock(timestamp, zone);
  return `${day} ${formatMinute(timestamp, zone)}`;
}

/** Whole, as a hover tells it. */
export function inUtc(timestamp: string): string {
  return `${timestamp.replace('T', ' ').replace('Z', '')} UTC`;
}

/** `UTC+2`, `UTC−3:30` */
export function zoneName(zone: Zone, nowMs: number): string {
  const minutes = zone === 'utc' ? 0 : -new Date(nowMs).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** `0.3 s`, `14 min`, `3 h`, `2 days` */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.floor(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}
