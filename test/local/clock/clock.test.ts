import { startClock } from '../../../local/clock/clock';

afterEach(() => jest.useRealTimers());

test('a timer that fires a moment early does not run its minute twice', () => {
  jest.useFakeTimers({ now: new Date('2026-11-22T02:58:59.999Z') });
  const run = jest.fn();
  const now = Date.now();
  const stop = startClock(
    [{ name: 'often', expression: 'rate(1 minute)', targets: [{ functionArn: 'arn:expire' }] }],
    run,
  );
  // The clock has not moved when the timer fires.
  jest.spyOn(Date, 'now').mockReturnValueOnce(now).mockReturnValueOnce(now);
  jest.advanceTimersByTime(1);
  jest.advanceTimersByTime(59_000);
  expect(run.mock.calls.map(([, { time }]) => time)).toEqual(['2026-11-22T02:59:00Z']);
  stop();
});

test("a job runs at every full minute it is due, with EventBridge's event, until the clock stops", () => {
  jest.useFakeTimers({ now: new Date('2026-11-22T02:58:30Z') });
  const run = jest.fn();
  const stop = startClock(
    [
      { name: 'often', expression: 'rate(1 minute)', targets: [{ functionArn: 'arn:expire' }] },
      {
        name: 'nightly',
        expression: 'cron(0 3 * * ? *)',
        targets: [{ functionArn: 'arn:audit', input: '{"deep":true}' }],
      },
    ],
    run,
  );
  jest.advanceTimersByTime(30_000);
  expect(run.mock.calls).toEqual([
    [
      'arn:expire',
      expect.objectContaining({
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        time: '2026-11-22T02:59:00Z',
        resources: ['arn:aws:events:us-east-1:000000000000:rule/often'],
      }),
    ],
  ]);
  jest.advanceTimersByTime(60_000);
  expect(run.mock.calls.slice(1).map(([arn, event]) => [arn, event.deep])).toEqual([
    ['arn:expire', undefined],
    ['arn:audit', true],
  ]);
  stop();
  jest.advanceTimersByTime(600_000);
  expect(run).toHaveBeenCalledTimes(3);
});
