import fc from 'fast-check';
import { BrokenInvariant } from '../../../functions/domain/assert';
import {
  DEFAULT_RETRY,
  delayBefore,
  isConflict,
  isTransient,
  type RetryPolicy,
  StoreUnavailable,
  Unprocessed,
  VersionConflict,
  withRetry,
} from '../../../functions/storage/table/retry';
import { TransactionCanceled } from '../../../functions/storage/table/table-error';

function named(name: string): Error {
  return Object.assign(new Error('told by the store'), { name });
}

function systemError(code: string): Error {
  return Object.assign(new Error('told by the socket'), { code });
}

function canceled(...codes: (string | undefined)[]): Error {
  return new TransactionCanceled(codes.map((Code) => ({ Code })));
}

/** A policy that notes its pauses instead of making them; its time passes by them alone. */
function aPolicy(attempts = 4, conflicts = attempts): RetryPolicy & { pauses: number[] } {
  const pauses: number[] = [];
  return {
    attempts,
    conflicts,
    budgetMs: 1_000,
    baseDelayMs: 20,
    maxDelayMs: 100,
    pauses,
    pause: async (delayMs) => void pauses.push(delayMs),
    nowMs: () => pauses.reduce((sum, delayMs) => sum + delayMs, 0),
    random: () => 0.5,
  };
}

/** Fails with each of the errors in turn, then answers. */
function failing(...errors: unknown[]) {
  return jest.fn(async () => {
    if (errors.length > 0) throw errors.shift();
    return 'done';
  });
}

describe('what may succeed when simply tried again', () => {
  test.each<[string, unknown]>([
    ['a throttled request', named('ThrottlingException')],
    ['a throttled table', named('ProvisionedThroughputExceededException')],
    ['too many requests from the account', named('RequestLimitExceeded')],
    ['an error inside DynamoDB', named('InternalServerError')],
    ['a conflict with a transaction', named('TransactionConflictException')],
    ['the same transaction still running', named('TransactionInProgressException')],
    ['a time-out', named('TimeoutError')],
    ['a batch answered in part', new Unprocessed('2 keys')],
    ['another writer in between', new VersionConflict('stock changed')],
    ['a connection refused', systemError('ECONNREFUSED')],
    ['a connection cut', systemError('ECONNRESET')],
    ['a name that did not resolve', systemError('ENOTFOUND')],
    ['a transaction canceled by a conflict', canceled('None', 'TransactionConflict')],
    ['a transaction canceled by throttling', canceled('ThrottlingError', undefined, 'None')],
    ['a transaction canceled by both', canceled('TransactionConflict', 'ProvisionedThroughputExceeded')],
  ])('includes %s', (_what, error) => {
    expect(isTransient(error)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['a failed condition', named('ConditionalCheckFailedException')],
    ['a transaction with a failed condition', canceled('ConditionalCheckFailed')],
    [
      'a transaction with both a conflict and a failed condition',
      canceled('TransactionConflict', 'ConditionalCheckFailed'),
    ],
    ['a transaction that is too large', canceled('ItemCollectionSizeLimitExceeded')],
    ['an invalid transaction', canceled('None', 'ValidationError')],
    ['a transaction canceled without reasons', canceled()],
    ['a transaction canceled with empty reasons', canceled('None', 'None')],
    ['an invalid request', named('ValidationException')],
    ['a missing table', named('ResourceNotFoundException')],
    ['a missing permission', named('AccessDeniedException')],
    ['a token used for something else', named('IdempotentParameterMismatchException')],
    ['a bug', new BrokenInvariant('impossible')],
    ['a budget spent further down', new StoreUnavailable('gave up')],
    ['another system error', systemError('EACCES')],
    ['a plain error', new Error('ThrottlingException')],
    ['a value that isn’t an error', 'ThrottlingException'],
    ['nothing at all', undefined],
  ])('excludes %s', (_what, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

test('an attempt that succeeds at once is made once, without a pause', async () => {
  const [policy, attempt] = [aPolicy(), failing()];
  await expect(withRetry(policy, attempt)).resolves.toBe('done');
  expect([attempt.mock.calls.length, policy.pauses]).toEqual([1, []]);
});

test('an attempt that fails transiently is repeated after growing pauses', async () => {
  const [policy, attempt] = [
    aPolicy(),
    failing(new VersionConflict('a'), named('ThrottlingException'), canceled('ThrottlingError')),
  ];
  await expect(withRetry(policy, attempt)).resolves.toBe('done');
  expect([attempt.mock.calls.length, policy.pauses]).toEqual([4, [20, 40, 50]]);
});

test('a writer that others overtake waits its turn longer than a store that fails', async () => {
  const overtaken = Array.from({ length: 10 }, () => new VersionConflict('again'));
  await expect(withRetry(aPolicy(4, 20), failing(...overtaken))).resolves.toBe('done');
  const unavailable = Array.from({ length: 10 }, () => named('ThrottlingException'));
  await expect(withRetry(aPolicy(4, 20), failing(...unavailable))).rejects.toBeInstanceOf(StoreUnavailable);
});

test.each([
  ['attempts', aPolicy(4, 1), named('TimeoutError'), 4],
  ['conflicts', aPolicy(1, 4), new VersionConflict('again'), 4],
])('at most as many %s are made as the policy says', async (_what, policy, error, calls) => {
  const attempt = failing(...Array.from({ length: 10 }, () => error));
  await expect(withRetry(policy, attempt)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(attempt).toHaveBeenCalledTimes(calls);
});

test('no attempt starts after the budgeted time', async () => {
  const attempt = failing(...Array.from({ length: 20 }, () => new VersionConflict('again')));
  await expect(withRetry({ ...aPolicy(20), budgetMs: 100 }, attempt)).rejects.toBeInstanceOf(
    StoreUnavailable,
  );
  expect(attempt).toHaveBeenCalledTimes(3);
});

test('an attempt that took long before it was overtaken is still repeated', async () => {
  const policy = aPolicy();
  const attempt = jest
    .fn<Promise<string>, []>()
    .mockImplementationOnce(async () => {
      policy.pauses.push(60_000);
      throw new VersionConflict('in the middle of a large tick');
    })
    .mockResolvedValue('done');
  await expect(withRetry(policy, attempt)).resolves.toBe('done');
});

test('no attempt starts when the function has no time left, whatever the budget', async () => {
  const attempt = failing(...Array.from({ length: 20 }, () => named('TimeoutError')));
  const policy = { ...aPolicy(20), lastAttemptAtMs: () => 30 };
  await expect(withRetry(policy, attempt)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(attempt).toHaveBeenCalledTimes(2);
  const late = { ...aPolicy(20), lastAttemptAtMs: () => -1 };
  await expect(withRetry(late, attempt)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(attempt).toHaveBeenCalledTimes(2);
});

test('when the budget is spent, the last error is the cause', async () => {
  const last = new VersionConflict('the fourth');
  const attempt = failing(
    new VersionConflict('1'),
    new VersionConflict('2'),
    new VersionConflict('3'),
    last,
    new VersionConflict('5'),
  );
  const outcome = withRetry(aPolicy(4), attempt);
  await expect(outcome).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(outcome).rejects.toMatchObject({ cause: last, message: 'the retry budget is spent' });
  expect(attempt).toHaveBeenCalledTimes(4);
});

test.each<[string, Error]>([
  ['a failed condition', named('ConditionalCheckFailedException')],
  ['a bug', new BrokenInvariant('impossible')],
  ['a budget spent further down', new StoreUnavailable('gave up')],
])('%s passes through at once, unchanged', async (_what, error) => {
  const [policy, attempt] = [aPolicy(), failing(new VersionConflict('a'), error)];
  await expect(withRetry(policy, attempt)).rejects.toBe(error);
  expect([attempt.mock.calls.length, policy.pauses.length]).toEqual([2, 1]);
});

test('a pause is random below a ceiling that doubles up to its limit', () => {
  const anyPolicy = fc.record({
    baseDelayMs: fc.integer({ min: 1, max: 1000 }),
    maxDelayMs: fc.integer({ min: 1, max: 10_000 }),
    chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    attempt: fc.nat(64),
  });
  fc.assert(
    fc.property(anyPolicy, ({ baseDelayMs, maxDelayMs, chance, attempt }) => {
      const delay = delayBefore(attempt, { ...aPolicy(), baseDelayMs, maxDelayMs, random: () => chance });
      const ceiling = Math.min(maxDelayMs, baseDelayMs * 2 ** attempt);
      expect(delay).toBe(chance * ceiling);
      expect(delay).toBeLessThan(maxDelayMs);
    }),
  );
});

test('by default a caller waits no longer than a function may take', () => {
  const longest = { ...DEFAULT_RETRY, random: () => 1 };
  const waits = Array.from({ length: DEFAULT_RETRY.attempts - 1 }, (_, index) =>
    delayBefore(index + 1, longest),
  );
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(5_000);
});

describe('an observer of the retries', () => {
  test('hears of each attempt that is repeated, but not of the last', async () => {
    const heard: unknown[] = [];
    const policy = { ...aPolicy(2), onRetry: (cause: unknown) => void heard.push(cause) };
    const [first, second] = [named('ThrottlingException'), named('TimeoutError')];
    await expect(withRetry(policy, failing(first, second))).rejects.toThrow(StoreUnavailable);
    expect(heard).toEqual([first]);
  });

  test.each<[string, unknown, boolean]>([
    ['being overtaken', new VersionConflict('by another'), true],
    ['a transaction in the way', canceled('None', 'TransactionConflict'), true],
    ['a write in the way', named('TransactionConflictException'), true],
    ['a throttled transaction', canceled('ThrottlingError'), false],
    ['a time-out', named('TimeoutError'), false],
  ])('is told whether %s is a conflict', (_what, error, expected) => {
    expect(isConflict(error)).toBe(expected);
  });
});
