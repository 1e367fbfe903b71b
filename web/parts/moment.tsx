import { formatAge, formatClock, formatClockFine, formatMoment, inUtc } from '../format/time';
import { now } from '../live/clock';
import { preferences } from '../settings/preferences';

/** A time as the reader's clock has it, with UTC on hover. */
export function Moment({ at, as = 'moment' }: { at: string; as?: 'moment' | 'clock' | 'fine' }) {
  const { zone } = preferences.value;
  const text =
    as === 'clock'
      ? formatClock(at, zone)
      : as === 'fine'
        ? formatClockFine(at, zone)
        : formatMoment(at, zone, Date.now());
  return (
    <time dateTime={at} title={inUtc(at)} class="num">
      {text}
    </time>
  );
}

/** `0.3 s ago`, as the seconds go by. */
export function Age({ of: at }: { of: string | null }) {
  if (at === null) return <span class="muted">never</span>;
  return <span class="num" title={inUtc(at)}>{`${formatAge(now.value - Date.parse(at))} ago`}</span>;
}
