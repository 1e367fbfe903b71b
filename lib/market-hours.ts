import * as z from 'zod';

// When ticks are to be expected, such as `MON-FRI 14-21`: days, and UTC hours, the last one exclusive. The hours should
// cover the exchange's daylight saving time, so they needn't be changed twice a year.

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const HOURS_OF_A_DAY = 24;
const FORM = /^([A-Z]{3})-([A-Z]{3}) (\d{1,2})-(\d{1,2})$/;

export const ALWAYS_OPEN = 'MON-SUN 0-24';

export const marketHours = z
  .string()
  .refine((text) => read(text) !== undefined, 'expected days and UTC hours such as MON-FRI 14-21');

/** @returns the condition in CloudWatch metric math, given a metric that has data in every period */
export function isOpenAt(metric: string, hours: string): string {
  const { first, last, from, to } = read(hours) ?? {
    first: 1,
    last: DAYS.length,
    from: 0,
    to: HOURS_OF_A_DAY,
  };
  const days =
    first <= last
      ? `(DAY(${metric})>=${first} AND DAY(${metric})<=${last})`
      : `(DAY(${metric})>=${first} OR DAY(${metric})<=${last})`;
  return `(${days} AND HOUR(${metric})>=${from} AND HOUR(${metric})<${to})`;
}

function read(text: string) {
  const [, firstDay = '', lastDay = '', from, to] = FORM.exec(text) ?? [];
  // Metric math counts days of the week from Monday, which is 1.
  const hours = {
    first: DAYS.indexOf(firstDay) + 1,
    last: DAYS.indexOf(lastDay) + 1,
    from: Number(from),
    to: Number(to),
  };
  const isSound = hours.first > 0 && hours.last > 0 && hours.from < hours.to && hours.to <= HOURS_OF_A_DAY;
  return isSound ? hours : undefined;
}
