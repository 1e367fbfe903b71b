// Runs inside a worker thread: a miniature of Lambda's Node.js runtime, for all functions that share the worker. It
// loads a handler on first use, and serves several invocations at a time, as Lambda's managed instances do. This file is
// JavaScript because a worker starts without a TypeScript loader, and loading one in every worker would cost more than a
// handler.
const { pathToFileURL } = require('node:url');
const { parentPort } = require('node:worker_threads');
const { InvokeStore, InvokeStoreBase } = require('@aws/lambda-invoke-store');

const { REQUEST_ID } = InvokeStoreBase.PROTECTED_KEYS;
const FUNCTION_NAME = Symbol('function name');
const ENVIRONMENT = Symbol('environment');
const NO_ENVIRONMENT = {};

const handlers = new Map();
const serve = { load, invoke };

main();

async function main() {
  // What belongs to one invocation, however many run. It is also where the functions' logger looks for it.
  const invocation = await InvokeStore.getInstanceAsync(true);
  // A function sees only its own variables, even if others run beside it.
  Object.defineProperty(process, 'env', { get: () => invocation.get(ENVIRONMENT) ?? NO_ENVIRONMENT });
  // Output is tagged with the function that writes it, since its time of arrival doesn't identify it.
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (chunk, encoding, callback) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      const functionName = invocation.get(FUNCTION_NAME) ?? '';
      parentPort.postMessage({ printed: { functionName, stream: name, text } });
      const done = typeof encoding === 'function' ? encoding : callback;
      if (done) process.nextTick(done);
      return true;
    };
  }
  parentPort.on('message', async ({ id, action, ...message }) => {
    parentPort.postMessage({ id, answer: await serve[action](message, invocation).catch(failureOf) });
  });
}

async function load({ functionName, file, moduleName, exportName, environment }, invocation) {
  const own = { [FUNCTION_NAME]: functionName, [ENVIRONMENT]: environment };
  const { [exportName]: handle } = await invocation.run(own, () => exportsOf(file));
  if (typeof handle !== 'function') throw new Error(`${moduleName} has no function named ${exportName}`);
  handlers.set(functionName, { handle, own });
  return { ok: true, payload: 'null' };
}

async function invoke({ functionName, payload, context, deadlineMs }, invocation) {
  const { handle, own } = handlers.get(functionName);
  const scope = { ...own, [REQUEST_ID]: context.awsRequestId };
  const result = await invocation.run(scope, async () =>
    handle(JSON.parse(payload), contextOf(context, deadlineMs)),
  );
  return { ok: true, payload: JSON.stringify(result === undefined ? null : result) };
}

async function exportsOf(file) {
  return file.endsWith('.mjs') ? import(pathToFileURL(file).href) : require(file);
}

function contextOf(context, deadlineMs) {
  return {
    ...context,
    functionVersion: '$LATEST',
    logGroupName: `/aws/lambda/${context.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

function failureOf(error) {
  if (!(error instanceof Error))
    return { ok: false, errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    ok: false,
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}
