import { renameSync } from 'node:fs';
import path from 'node:path';
import type { FunctionDeclaration } from '../../../local/assembly/read-functions';
import { MAX_AT_ONCE } from '../../../local/functions/function-pool';
import { Functions } from '../../../local/functions/functions';
import type { Outcome } from '../../../local/functions/outcome';
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

const thread = 'require("node:worker_threads").threadId';

const answerOf = (outcome: Outcome) => JSON.parse(outcome.ok ? outcome.payload : '[]');

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

test('a function that never returns times out, and a fresh worker takes the next invocation', async () => {
  const invoke = run(aFunction('if (event.loop) for (;;); return "fresh";', { timeoutSeconds: 0.2 }), 1);
  expect(await invoke({ loop: true })).toMatchObject({
    ok: false,
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringContaining('Task timed out after 0.20 seconds'),
  });
  expect(await invoke()).toEqual({ ok: true, payload: '"fresh"' });
});

test('after a timeout a worker finishes what else it runs, and then ends', async () => {
  const slow = 'await new Promise((go) => setTimeout(go, 600));';
  const invoke = runAll(
    [
      named('late', slow, { timeoutSeconds: 0.2 }),
      named('patient', `globalThis.mark = event.mark; ${slow} return [globalThis.mark, ${thread}];`),
      named('next', `return [globalThis.mark, ${thread}];`),
    ],
    1,
  );
  const patient = invoke('patient')({ mark: 'first worker' });
  expect(await invoke('late')()).toMatchObject({ errorType: 'Sandbox.Timedout' });
  const [mark, id] = answerOf(await invoke('next')());
  const [patientMark, patientId] = answerOf(await patient);
  expect([mark, patientMark]).toEqual([null, 'first worker']);
  expect(id).not.toBe(patientId);
  expect(answerOf(await invoke('next')())).toEqual([null, id]);
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
])(
  'a function that %s ends its worker, and a fresh one takes the next invocation',
  async (_, body, errorType) => {
    const invoke = run(aFunction(`if (event.bad) { ${body} } return "alive";`), 1);
    expect(await invoke({ bad: true })).toMatchObject({ ok: false, errorType });
    expect(await invoke()).toEqual({ ok: true, payload: '"alive"' });
  },
);

test('a function that does not load fails every invocation with the reason', async () => {
  const invoke = run(aFunction('', { handler: 'index.absent' }));
  for (const _ of [1, 2]) {
    expect(await invoke()).toMatchObject({ ok: false, errorMessage: 'index has no function named absent' });
  }
});

/** Says how many ran beside it at most. */
const COUNTING = `
  globalThis.inside = (globalThis.inside ?? 0) + 1;
  globalThis.most = Math.max(globalThis.most ?? 0, globalThis.inside);
  await new Promise((go) => setTimeout(go, 50));
  globalThis.inside--;
  return [${thread}, globalThis.most];`;

async function runAtOnce(count: number, workers: number): Promise<{ workers: number; most: number }> {
  const invoke = run(aFunction(COUNTING), workers);
  const outcomes = (await Promise.all(Array.from({ length: count }, () => invoke()))).map(answerOf);
  return {
    workers: new Set(outcomes.map(([id]) => id)).size,
    most: Math.max(...outcomes.map(([, most]) => most)),
  };
}

test('a function whose module is missing runs once it is there', async () => {
  const declaration = aFunction('return "there";');
  const here = path.join(declaration.folder, 'index.js');
  const away = path.join(declaration.folder, 'away.js');
  renameSync(here, away);
  const invoke = run(declaration, 1);
  expect(await invoke()).toMatchObject({ ok: false, errorType: 'Runtime.ImportModuleError' });
  renameSync(away, here);
  expect(await invoke()).toEqual({ ok: true, payload: '"there"' });
});

test('a worker runs several invocations at a time, and more wait', async () => {
  expect(await runAtOnce(3 * MAX_AT_ONCE, 1)).toEqual({ workers: 1, most: MAX_AT_ONCE });
});

test('others get another worker only if all have as much as they may, up to the limit', async () => {
  expect(await runAtOnce(MAX_AT_ONCE, 2)).toEqual({ workers: 1, most: MAX_AT_ONCE });
  expect(await runAtOnce(MAX_AT_ONCE + 1, 2)).toEqual({ workers: 2, most: MAX_AT_ONCE });
  expect(await runAtOnce(4 * MAX_AT_ONCE, 2)).toEqual({ workers: 2, most: MAX_AT_ONCE });
});

test('invocations that run side by side keep their own variables, names and log lines', async () => {
  const body = `
    await new Promise((go) => setTimeout(go, event.ms));
    console.log(event.mark);
    return [${thread}, process.env.OWN, context.functionName];`;
  const invoke = runAll(
    [named('one', body, { environment: { OWN: '1' } }), named('two', body, { environment: { OWN: '2' } })],
    1,
  );
  const outcomes = await Promise.all([
    invoke('one')({ ms: 60, mark: 'a' }),
    invoke('two')({ ms: 20, mark: 'b' }),
    invoke('one')({ ms: 40, mark: 'c' }),
  ]);
  const [first, second, third] = outcomes.map(answerOf);
  expect(first.slice(1)).toEqual(['1', 'one']);
  expect(second).toEqual([first[0], '2', 'two']);
  expect(third).toEqual(first);
  expect(printed).toEqual(['two: b', 'one: c', 'one: a']);
});

test("a logger that they share keeps each one's ids apart", async () => {
  const invoke = run(
    aFunction(`
      const { Logger } = require(${JSON.stringify(require.resolve('@aws-lambda-powertools/logger'))});
      const logger = (globalThis.logger ??= new Logger());
      logger.addContext(context);
      logger.resetKeys();
      logger.appendKeys({ request_id: event.id });
      await new Promise((go) => setTimeout(go, event.ms));
      logger.warn('answered');
      return [context.awsRequestId];`),
    1,
  );
  const outcomes = await Promise.all([invoke({ id: 'first', ms: 60 }), invoke({ id: 'second', ms: 20 })]);
  const [first, second] = outcomes.map(answerOf);
  const lines = printed.map((line) => JSON.parse(line.slice('under-test: '.length)));
  expect(lines).toMatchObject([
    { request_id: 'second', function_request_id: second[0] },
    { request_id: 'first', function_request_id: first[0] },
  ]);
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
  const [first, second, third] = outcomes.map(answerOf);
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

test('nothing else waits while a job computes', async () => {
  const compute = `const end = Date.now() + 300; while (Date.now() < end); return ${thread};`;
  const invoke = runAll(
    [named('job', compute, { timeoutSeconds: 900 }), named('quick', `return ${thread};`)],
    1,
  );
  const ended: string[] = [];
  const note = (name: string) => (outcome: Outcome) => {
    ended.push(name);
    return answerOf(outcome);
  };
  const [job, quick] = await Promise.all([
    invoke('job')().then(note('job')),
    invoke('quick')().then(note('quick')),
  ]);
  expect(ended).toEqual(['quick', 'job']);
  expect(quick).not.toBe(job);
});

test("a worker's end fails what ran in it; the functions that shared it continue in a fresh one", async () => {
  const invoke = runAll(
    [
      named(
        'fatal',
        'setImmediate(() => { throw new RangeError("outside"); }); await new Promise(() => {});',
      ),
      named('sound', 'await new Promise((go) => setTimeout(go, event.ms)); return "fine";'),
    ],
    1,
  );
  expect(await invoke('sound')({ ms: 0 })).toEqual({ ok: true, payload: '"fine"' });
  const outcomes = await Promise.all([invoke('sound')({ ms: 5_000 }), invoke('fatal')()]);
  expect(outcomes).toMatchObject([
    { ok: false, errorType: 'RangeError' },
    { ok: false, errorType: 'RangeError' },
  ]);
  expect(await invoke('sound')({ ms: 0 })).toEqual({ ok: true, payload: '"fine"' });
});

test('a function that blocks its worker times out, and so does what shares the worker; others do not', async () => {
  const invoke = runAll(
    [
      named('endless', 'for (;;);', { timeoutSeconds: 0.2 }),
      named('sound', 'return "fine";', { timeoutSeconds: 0.4 }),
    ],
    1,
  );
  const [endless, beside] = [invoke('endless')(), invoke('sound')()];
  expect(await endless).toMatchObject({ errorType: 'Sandbox.Timedout' });
  expect(await invoke('sound')()).toEqual({ ok: true, payload: '"fine"' });
  expect(await beside).toMatchObject({ errorType: 'Sandbox.Timedout' });
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
  const underWay = Array.from({ length: MAX_AT_ONCE + 1 }, () => functions('endless')());
  await started.at(-1)?.stop();
  for (const outcome of [...underWay, functions('endless')()])
    expect(await outcome).toMatchObject({ ok: false, errorMessage: 'The host stopped' });
});
