// EventBridge schedule expressions, `rate(5 minutes)` and `cron(0 3 * * ? *)`, in UTC with minute precision.
import { NotSupported } from '../assembly/not-supported';

/** Whether a job is due at this minute; rates count from the minute the host started. */
export type IsDue = (minute: Date, minutesSinceStart: number) => boolean;

const MINUTES_OF_UNIT: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

export function parseSchedule(expression: string): IsDue {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (count !== undefined && unit !== undefined) {
    const period = Number(count) * (MINUTES_OF_UNIT[unit] ?? 1);
    return (_minute, minutesSinceStart) => minutesSinceStart !== 0 && minutesSinceStart % period === 0;
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6)
    throw new NotSupported(`The schedule ${expression} is not supported by the local host.`);
  const readings = fields.map((field, index) => ({
    allows: parseField(field, expression),
    read: readField[index],
  }));
  return (minute) => readings.every(({ allows, read }) => read !== undefined && allows(read(minute)));
}

const readField: ((time: Date) => number)[] = [
  (time) => time.getUTCMinutes(),
  (time) => time.getUTCHours(),
  (time) => time.getUTCDate(),
  (time) => time.getUTCMonth() + 1,
  // EventBridge counts days of the week from Sunday, which is 1.
  (time) => time.getUTCDay() + 1,
  (time) => time.getUTCFullYear(),
];

function parseField(field: string, expression: string): (value: number) => boolean {
  if (field === '*' || field === '?') return () => true;
  const parts = field.split(',').map((part) => parsePart(part, expression));
  return (value) => parts.some((allows) => allows(value));
}

// A number, a range, or steps: `5`, `1-5`, `*/15`, `0/15`. Day names and the characters L, W and # are refused.
function parsePart(part: string, expression: string): (value: number) => boolean {
  const [, start, end, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (start === undefined)
    throw new NotSupported(`The part ${part} of ${expression} is not supported by the local host.`);
  const first = start === '*' ? 0 : Number(start);
  const last =
    end === undefined
      ? step === undefined && start !== '*'
        ? first
        : Number.POSITIVE_INFINITY
      : Number(end);
  return (value) => value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
}
