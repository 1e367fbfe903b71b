import { LONGEST_CALL_MS } from '../functions/bounded-calls';
import { store } from '../functions/environment';
import { DEFAULT_RETRY } from '../functions/storage/table/retry';

const SETTINGS = { TABLE_NAME: 'trading', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

beforeAll(() => {
  Object.assign(process.env, SETTINGS);
});

afterAll(() => {
  for (const name of Object.keys(SETTINGS)) delete process.env[name];
});

const leftFor = (remainingMs?: number) =>
  (store(remainingMs).retry.lastAttemptAtMs?.() ?? Number.NaN) - DEFAULT_RETRY.nowMs();

test("retries end before the invocation does, with time for a last call's timeout", () => {
  expect(leftFor(15_000)).toBeCloseTo(15_000 - LONGEST_CALL_MS, -2);
});

test('of an invocation that has hardly more than one call left, half is for retries', () => {
  expect(leftFor(LONGEST_CALL_MS + 10)).toBeCloseTo((LONGEST_CALL_MS + 10) / 2, -2);
});

test('without a limit, retries end by their own budget', () => {
  expect(leftFor()).toBe(Number.POSITIVE_INFINITY);
});

test('invocations that run side by side keep their own limits, and share the connection', () => {
  const first = store(1_000);
  const limit = first.retry.lastAttemptAtMs?.();
  const second = store(60_000);
  expect(first.retry.lastAttemptAtMs?.()).toBe(limit);
  expect(second.retry.lastAttemptAtMs?.()).toBeGreaterThan(limit ?? Number.NaN);
  expect(second.client).toBe(first.client);
  expect(second.newId).toBe(first.newId);
});
