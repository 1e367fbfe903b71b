import type { UserId } from '../../functions/domain/ids';
import { accountKey } from '../../functions/storage/items/account';
import { keptEvent, openApi, type TestApi } from '../../testing/api';
import { aUser } from '../../testing/builders';
import { plant } from './audited';

const admin = { userId: 'admin' as UserId, isAdmin: true };
const context = { getRemainingTimeInMillis: () => 900_000 };

let api: TestApi;
const printed: string[] = [];
beforeAll(async () => {
  Object.assign(process.env, {
    POWERTOOLS_METRICS_NAMESPACE: 'trading-test',
    POWERTOOLS_SERVICE_NAME: 'audit',
    // Prints through the console, where it can be listened to.
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_LOG_LEVEL: 'ERROR',
  });
  api = await openApi();
  for (const stream of ['log', 'error'] as const)
    jest.spyOn(console, stream).mockImplementation((...line: unknown[]) => {
      printed.push(String(line[0]));
    });
});
beforeEach(() => {
  printed.length = 0;
});

async function runJob(event: object = {}) {
  const { handler } = await import('../../functions/jobs/audit');
  return await handler(event, context);
}

function metric(): unknown {
  return printed.map((line) => JSON.parse(line)).find((line) => 'AuditViolations' in line);
}

test('before the first audit there is no report', async () => {
  const answer = await api.call('get-audit', { as: admin });
  expect(answer).toMatchObject({ status: 404, json: { code: 'audit_not_found' } });
});

test('the scheduled event starts an audit, whose report administrators can read', async () => {
  await aUser(api.store, { cash: 10 });
  const report = await runJob(keptEvent('audit'));
  expect(report).toMatchObject({ violation_count: 0, violations: [], users_checked: 1, unsettled_count: 0 });
  const answer = await api.call('get-audit', { as: admin });
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual(report);
});

test('the report is for administrators only', async () => {
  expect((await api.call('get-audit', { as: { userId: 'ann' as UserId } })).status).toBe(403);
});

test('the metric behind the alarm is zero when all is well', async () => {
  await runJob();
  expect(metric()).toMatchObject({ service: 'audit', AuditViolations: 0 });
});

test('a violation is counted in the metric, logged and reported by name', async () => {
  const user = await aUser(api.store);
  await plant(api.store, accountKey(user), { available: -1 });
  await runJob();
  expect(metric()).toMatchObject({ _aws: expect.anything(), service: 'audit', AuditViolations: 2 });
  expect(JSON.stringify(metric())).toContain('"Namespace":"trading-test"');
  const logged = printed
    .map((line) => JSON.parse(line))
    .filter(({ message }) => message === 'a promise is broken');
  expect(logged).toHaveLength(2);
  expect(logged[0]).toMatchObject({
    level: 'ERROR',
    violation: { promise: 1, items: [`USER#${user} / ACCOUNT`] },
  });
  const { json } = await api.call('get-audit', { as: admin });
  expect(json.violations[0]).toEqual({
    promise: 1,
    promised: 'Nothing available or frozen is below zero.',
    what: `USER#${user} / ACCOUNT has -0.0001 available.`,
    items: [`USER#${user} / ACCOUNT`],
  });
});

test('an audit given too little time reports that there is more to check', async () => {
  await Promise.all(Array.from({ length: 40 }, () => aUser(api.store)));
  const first = await runJob({ time_budget_seconds: 0.001 });
  expect(first).toMatchObject({ finished_at: null, runs: 1 });
  const rest = await runJob();
  expect(rest).toMatchObject({ finished_at: expect.any(String), runs: 2, started_at: first?.started_at });
});

describe('when the schedule asks four times an hour', () => {
  const asked = { if_due: true };
  // Loaded late: the figures get their names when the functions are loaded.
  beforeAll(async () => (await import('../../functions/environment')).useStore(api.store));

  test('nothing but whether an audit is due is read until three in the morning', async () => {
    await runJob({ start_over: true });
    expect(metric()).toMatchObject({ AuditsFinished: 1 });
    const { meter, clock } = api.store;
    const { calls } = await meter.measure(async () => expect(await runJob(asked)).toBeUndefined());
    expect(calls).toBe(1);

    // The clock of the tests stands at noon.
    clock.advance({ seconds: 15 * 3_600 - 1 });
    expect(await runJob(asked)).toBeUndefined();
    clock.advance({ seconds: 1 });
    expect(await runJob(asked)).toMatchObject({ finished_at: expect.any(String) });
    expect(await runJob(asked)).toBeUndefined();
  });

  test('an unfinished audit continues, run after run, and reports only once it is done', async () => {
    await Promise.all(Array.from({ length: 40 }, () => aUser(api.store)));
    const runs = [await runJob({ start_over: true, time_budget_seconds: 0.001 })];
    expect(metric()).not.toHaveProperty('AuditsFinished');
    while (runs.at(-1)?.finished_at === null)
      runs.push(await runJob({ ...asked, time_budget_seconds: 0.001 }));
    expect(runs.length).toBeGreaterThan(1);
    expect(runs.at(-1)).toMatchObject({ runs: runs.length, started_at: runs[0]?.started_at });
    expect(printed.filter((line) => line.includes('AuditsFinished'))).toHaveLength(1);
    expect(await runJob(asked)).toBeUndefined();
  });
});
