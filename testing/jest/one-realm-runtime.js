// Jest reloads every module for each test file, into a separate realm. With hundreds of files that is most of the time:
// the SDK and the CDK are read, compiled and run cold again and again. Here libraries are loaded once per worker, by
// Node, into the one realm in which our own modules live too. Ours are still fresh for each file, so no file sees what
// another has set up (tables, environment, state of handlers).
//
// JavaScript, because jest requires it before anything can read TypeScript.
const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

// libsql asks Node.js for a report to learn of its platform. With the network in it, that looks up the name of whatever
// the open sockets are connected to, one by one: seconds each where nothing answers such questions.
process.report.excludeNetwork = true;

/** Libraries without state that could leak from one test file to the next, except what `restoreClients` resets. */
const SHARED =
  /^(@aws-sdk\/|zod$|aws-cdk-lib|constructs$|cdk-nag$|mqtt$|fast-check$|ajv|esbuild$|csv-parse|libsql$)/;

class OneRealmRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    this.clients = new Map();
    this.executor.compile = (source, filename) =>
      compileOnce(source, filename, this.executor.injectedModuleParameters);
  }

  requireModule(from, name, options, isActual) {
    if (name === undefined || options?.isInternalModule || !SHARED.test(name))
      return super.requireModule(from, name, options, isActual);
    const library = createRequire(from)(name);
    if (name.startsWith('@aws-sdk/')) this.rememberClients(library);
    return library;
  }

  teardown() {
    this.restoreClients();
    super.teardown();
  }

  rememberClients(library) {
    for (const { prototype } of Object.values(library)) {
      if (typeof prototype?.send !== 'function' || this.clients.has(prototype)) continue;
      this.clients.set(prototype, Object.getOwnPropertyDescriptor(prototype, 'send'));
    }
  }

  /** A test may leave clients mocked, which is done on the class. */
  restoreClients() {
    for (const [prototype, send] of this.clients) {
      if (send) Object.defineProperty(prototype, 'send', send);
      else delete prototype.send;
    }
  }
}

/** By file, for all test files of a worker: each runs the modules anew, but from code that is already compiled. */
const compiled = new Map();

/** Like the original, except for the realm. */
function compileOnce(source, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.run;
  const run = compileFunction(source, parameters, { filename });
  compiled.set(filename, { source, run });
  return run;
}

module.exports = { __esModule: true, default: OneRealmRuntime };
