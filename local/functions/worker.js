// What runs inside a worker thread: Lambda's Node.js runtime in small. It loads the handler once, then answers one
// invocation after another. This file is JavaScript because a worker starts with no TypeScript loader, and paying
// for one in every worker would cost more than the handler itself.
const path = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');

const { folder, handler, functionName, functionArn, memoryMegabytes } = workerData;
const [, moduleName, exportName] = /^(.*)\.(\w+)$/.exec(handler);
const handle = require(path.join(folder, moduleName))[exportName];
if (typeof handle !== 'function') throw new Error(`${moduleName} has no function named ${exportName}`);

parentPort.on('message', async ({ requestId, payload, deadlineMs }) => {
  parentPort.postMessage(await answer(requestId, payload, deadlineMs));
});
parentPort.postMessage('ready');

async function answer(requestId, payload, deadlineMs) {
  try {
    const result = await handle(JSON.parse(payload), contextOf(requestId, deadlineMs));
    return { ok: true, payload: JSON.stringify(result === undefined ? null : result) };
  } catch (error) {
    return { ok: false, ...describe(error) };
  }
}

function contextOf(awsRequestId, deadlineMs) {
  return {
    awsRequestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMegabytes),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
