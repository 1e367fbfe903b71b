// Runs inside a worker thread: a miniature of Lambda's Node.js runtime, for all functions that share the worker. It
// loads a handler on first use, then serves one invocation after another. This file is JavaScript because a worker
// starts without a TypeScript loader, and loading one in every worker would cost more than a handler.
const { pathToFileURL } = require('node:url');
const { parentPort } = require('node:worker_threads');

const handlers = new Map();
let running = '';

// Output is tagged with the function that is running, since its time of arrival doesn't identify it.
for (const [stream, name] of [
  [process.stdout, 'stdout'],
  [process.stderr, 'stderr'],
]) {
  stream.write = (chunk, encoding, callback) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    parentPort.postMessage({ printed: { functionName: running, stream: name, text } });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
}

const serve = { load, invoke };

parentPort.on('message', async ({ action, ...message }) => {
  parentPort.postMessage({ answer: await serve[action](message).catch(failureOf) });
});

async function load({ functionName, file, moduleName, exportName, environment }) {
  enter(functionName, environment);
  const { [exportName]: handle } = await exportsOf(file);
  if (typeof handle !== 'function') throw new Error(`${moduleName} has no function named ${exportName}`);
  handlers.set(functionName, { handle, environment });
  return { ok: true, payload: 'null' };
}

async function invoke({ functionName, payload, context, deadlineMs }) {
  const { handle, environment } = handlers.get(functionName);
  enter(functionName, environment);
  const result = await handle(JSON.parse(payload), contextOf(context, deadlineMs));
  return { ok: true, payload: JSON.stringify(result === undefined ? null : result) };
}

/** A function sees only its own variables, even if others ran here before it. */
function enter(functionName, environment) {
  running = functionName;
  process.env = environment;
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
