import { randomUUID } from 'node:crypto';
import { account, arn, region } from '../assembly/aws-environment';
import type { ScheduleDeclaration } from '../assembly/read-schedules';
import { parseSchedule } from './schedule';

const MINUTE_MS = 60_000;

type Run = (functionArn: string, event: unknown) => void;

/** Runs whatever is due at each full minute. Returns a function that stops the clock. */
export function startClock(schedules: ScheduleDeclaration[], run: Run): () => void {
  const startedAt = Math.floor(Date.now() / MINUTE_MS);
  const jobs = schedules.map((schedule) => ({ schedule, isDue: parseSchedule(schedule.expression) }));
  let timer: NodeJS.Timeout;
  let last = startedAt;
  const waitForNextMinute = () => {
    timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
  };
  const tick = () => {
    // A timer may fire slightly early: rounding finds the minute it was meant for, which must not be run again when it
    // begins.
    const minute = Math.round(Date.now() / MINUTE_MS);
    waitForNextMinute();
    if (minute === last) return;
    last = minute;
    for (const { schedule, isDue } of jobs) {
      const time = new Date(minute * MINUTE_MS);
      if (isDue(time, minute - startedAt)) runTargets(schedule, time, run);
    }
  };
  waitForNextMinute();
  return () => clearTimeout(timer);
}

function runTargets({ name, targets }: ScheduleDeclaration, time: Date, run: Run): void {
  for (const { functionArn, input } of targets) {
    run(functionArn, input === undefined ? scheduledEvent(name, time) : JSON.parse(input));
  }
}

function scheduledEvent(ruleName: string, time: Date) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arn('events', `rule/${ruleName}`)],
    detail: {},
  };
}
