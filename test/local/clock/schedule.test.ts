import { parseSchedule } from '../../../local/clock/schedule';

test.each([
  ['rate(1 minute)', [0, 1, 2], [false, true, true]],
  ['rate(5 minutes)', [4, 5, 6, 10], [false, true, false, true]],
  ['rate(1 hour)', [59, 60], [false, true]],
  ['rate(1 day)', [1439, 1440], [false, true]],
])('%s is due after the right number of minutes', (expression, minutes, due) => {
  const isDue = parseSchedule(expression);
  expect(minutes.map((minute) => isDue(new Date(), minute))).toEqual(due);
});

test.each([
  ['cron(0 3 * * ? *)', '2026-11-22T03:00:00Z', true],
  ['cron(0 3 * * ? *)', '2026-11-22T03:01:00Z', false],
  ['cron(*/15 * * * ? *)', '2026-11-22T10:45:00Z', true],
  ['cron(*/15 * * * ? *)', '2026-11-22T10:50:00Z', false],
  ['cron(10/20 * * * ? *)', '2026-11-22T10:50:00Z', true],
  ['cron(10/20 * * * ? *)', '2026-11-22T10:00:00Z', false],
  // The 22nd of November 2026 is a Sunday, which is day 1.
  ['cron(0 8-10 ? * 1,7 *)', '2026-11-22T09:00:00Z', true],
  ['cron(0 8-10 ? * 2-6 *)', '2026-11-22T09:00:00Z', false],
  ['cron(0 0 1 1 ? 2027)', '2027-01-01T00:00:00Z', true],
])('%s at %s is due: %s', (expression, time, due) => {
  expect(parseSchedule(expression)(new Date(time), 1)).toBe(due);
});

test.each([
  'rate(soon)',
  'at(2026-11-22T03:00:00)',
  'cron(0 3 * * ?)',
  'cron(0 8 ? * MON *)',
  'cron(0 8 L * ? *)',
])('%s is refused by name', (expression) => {
  expect(() => parseSchedule(expression)).toThrow(expression);
});
