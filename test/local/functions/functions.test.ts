import type { FunctionDeclaration } from '../../../local/assembly/read-functions';
import { Functions } from '../../../local/functions/functions';
import { aFunction } from '../support/functions';

const started: Functions[] = [];
const printed: string[] = [];

function run(declaration: FunctionDeclaration, workers = 4) {
  return runAll([declaration], workers)(declaration.name);
}

/** Functions that are hosted together, by their names. */
function runAll(declarations: FunctionDeclaration[], workers: number) {
  const functions = new Functions(declarations, {
    endpoints: { dynamoDb: 'http://127.0.0.1:1', aws: 'http://127.0.0.1:2', accessKeyId: 'local' },
    workers,
    logLevel: 'WARN',
    print: (line) => printed.push(line),
  });
  started.push(functions);
  return (name: string) => {
    const arn = declarations.find((declaration) => declaration.name === name)?.arn ?? name;
    return (event: unknown = {}) => functions.invoke(arn, event);
  };
}

const named = (name: string, body: string, given: Partial<FunctionDeclaration> = {}) =>
  aFunction(body, { name, arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`, ...given });

beforeEach(() => {
  printed.length = 0;
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((functions) => functions.stop()));
});

test('a handler gets its event, and its answer is JSON', async () => {
  const invoke = run(aFunction('return { sum: event.a + event.b };'));
  expect(await invoke({ a: 1, b: 2 })).toEqual({ ok: true, payload: '{"sum":3}' });
});

test('a handler that returns nothing answers null', async () => {
  expect(await run(aFunction(''))()).toEqual({ ok: true, payload: 'null' });
});

test("the context has the function's name, memory, request id and remaining time", async () => {
  const invoke = run(aFunction('return { ...context, left: context.getRemainingTimeInMillis() };'));
  const outcome = await invoke();
  const context = JSON.parse(outcome.ok ? outcome.payload : '{}');
  expect(context).toMatchObject({
    functionName: 'under-test',
    memoryLimitInMB: '128',
    functionVersion: '$LATEST',
  });
  expect(context.awsRequestId).toMatch(/^[\da-f-]{36}$/);
  expect(context.left).toBeGreaterThan(4000);
  expect(context.left).toBeLessThanOrEqual(5000);
});

test("a function sees the template's variables and nothing of this process's environment", async () => {
  process.env.SECRET_OF_THE_HOST = 'not for functions';
  const invoke = run(aFunction('return process.env;', { environment: { TABLE_NAME: 'trading' } }));
  const outcome = await invoke();
  const environment = JSON.parse(outcome.ok ? outcome.payload : '{}');
  expect(environment).toMatchObject({
    TABLE_NAME: 'trading',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:2',
  });
  expect(environment).not.toHaveProperty('SECRET_OF_THE_HOST');
});

test('a handler that throws fails only that invocation, and is logged', async () => {
  const invoke = run(aFunction('if (event.bad) throw new TypeError("no such thing"); return "fine";'), 1);
  expect(await invoke({ bad: true })).toMatchObject({
    ok: false,
    errorType: 'TypeError',
    errorMessage: 'no such thing',
  });
  expect(printed.join('\n')).toContain('under-test: TypeError: no such thing');
  expect(await invoke()).toEqual({ ok: true, payload: '"fine"' });
});

test('a function that exceeds its timeout is ended, and a fresh worker takes the next invocation', async () => {
  const invoke = run(aFunction('if (event.loop) for (;;); return "fresh";', { timeoutSeconds: 0.2 }), 1);
  const outcomes = await Promise.all([invoke({ loop: true }), invoke()]);
  expect(outcomes).toEqual([
    expect.objectContaining({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 0.20 seconds'),
    }),
    { ok: true, payload: '"fresh"' },
  ]);
});

test.each([
  ['exits', 'process.exit(3);', 'Runtime.ExitError'],
  [
    'throws outside of its handler',
    'setImmediate(() => { throw new RangeError("outside"); }); await new Promise(() => {});',
    'RangeError',
  ],
  [
    'uses more than its memory',
    'const all = []; for (;;) all.push(new Array(100_000).fill(Math.random()));',
    'Runtime.OutOfMemory',
  ],
])('a function that %s fails that invocation only', async (_, body, errorType) => {
  const invoke = run(aFunction(`if (event.bad) { ${body} } return "alive";`), 1);
  expect(await invoke({ bad: true })).toMatchObject({ ok: false, errorType });
  expect(await invoke()).toEqual({ ok: true, payload: '"alive"' });
});

test('a function that does not load fails every invocation with the reason', async () => {
  const invoke = run(aFunction('', { handler: 'index.absent' }));
  for (const _ of [1, 2]) {
    expect(await invoke()).toMatchObject({ ok: false, errorMessage: 'index has no function named absent' });
  }
});

test('a worker runs one invocation at a time, and the next one waits', async () => {
  const body =
    'globalThis.inside = (globalThis.inside ?? 0) + 1; await new Promise(setImmediate); return globalThis.inside--;';
  const invoke = run(aFunction(body), 1);
  const outcomes = await Promise.all([invoke(), invoke(), invoke()]);
  expect(outcomes.map((outcome) => outcome.ok && outcome.payload)).toEqual(['1', '1', '1']);
});

test('concurrent invocations get their own workers, up to the limit', async () => {
  const body = 'await new Promise(setImmediate); return require("node:worker_threads").threadId;';
  const invoke = run(aFunction(body), 2);
  const outcomes = await Promise.all([invoke(), invoke(), invoke(), invoke()]);
  expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.payload)).size).toBe(2);
});

test("a function's output is shown under its name, without metrics", async () => {
  const invoke = run(
    aFunction(`console.log('one'); console.error('two');
    console.log(JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics: [] } })); `),
  );
  await invoke();
  while (printed.length < 2) await new Promise(setImmediate);
  expect(printed.toSorted()).toEqual(['under-test: one', 'under-test: two']);
});

const thread = 'require("node:worker_threads").threadId';

test('functions of one memory size share workers, but have their own variables, names and log lines', async () => {
  const body = `console.log("here"); return [${thread}, process.env.OWN, process.env.OTHER, context.functionName];`;
  const invoke = runAll(
    [
      named('one', body, { environment: { OWN: '1', OTHER: 'x' } }),
      named('two', body, { environment: { OWN: '2' } }),
    ],
    1,
  );
  const outcomes = [await invoke('one')(), await invoke('two')(), await invoke('one')()];
  const [first, second, third] = outcomes.map((outcome) => JSON.parse(outcome.ok ? outcome.payload : '[]'));
  expect(first.slice(1)).toEqual(['1', 'x', 'one']);
  expect(second).toEqual([first[0], '2', null, 'two']);
  expect(third).toEqual(first);
  expect(printed).toEqual(['one: here', 'two: here', 'one: here']);
});

test('a logger that functions share is not named after the first of them', async () => {
  const body = 'return process.env.POWERTOOLS_SERVICE_NAME;';
  const ofTemplate = (name: string) => named(name, body, { environment: { POWERTOOLS_SERVICE_NAME: name } });
  const invoke = runAll([ofTemplate('one'), ofTemplate('two')], 1);
  expect(await invoke('one')()).toEqual(await invoke('two')());
});

test('functions of different memory sizes share none', async () => {
  const body = `return ${thread};`;
  const invoke = runAll([named('small', body), named('large', body, { memoryMegabytes: 256 })], 1);
  expect(await invoke('small')()).not.toEqual(await invoke('large')());
});

test("a worker's end fails one invocation; the functions that shared it continue in a fresh one", async () => {
  const invoke = runAll(
    [named('endless', 'for (;;);', { timeoutSeconds: 0.2 }), named('sound', 'return "fine";')],
    1,
  );
  const outcomes = await Promise.all([invoke('sound')(), invoke('endless')(), invoke('sound')()]);
  expect(outcomes).toMatchObject([
    { ok: true, payload: '"fine"' },
    { ok: false, errorType: 'Sandbox.Timedout' },
    { ok: true, payload: '"fine"' },
  ]);
});

test('a function limited to one execution waits for itself, and no other waits for it', async () => {
  const slow = 'await new Promise((go) => setTimeout(go, event.ms)); return "slow";';
  const invoke = runAll(
    [named('slow', slow, { reservedConcurrency: 1 }), named('quick', 'return "quick";')],
    2,
  );
  const ended: string[] = [];
  const note = (name: string) => () => ended.push(name);
  await Promise.all([
    invoke('slow')({ ms: 300 }).then(note('slow')),
    invoke('slow')({ ms: 1 }).then(note('slow')),
    invoke('quick')().then(note('quick')),
  ]);
  expect(ended).toEqual(['quick', 'slow', 'slow']);
});

test('once stopped, waiting and new invocations are told that the host stopped', async () => {
  const functions = runAll([named('endless', 'await new Promise(() => {});')], 1);
  const underWay = [functions('endless')(), functions('endless')()];
  await started.at(-1)?.stop();
  for (const outcome of [...underWay, functions('endless')()])
    expect(await outcome).toMatchObject({ ok: false, errorMessage: 'The host stopped' });
});
