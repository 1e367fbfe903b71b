// Jest loads every module anew for each test file, into a realm of its own. For a hundred and seventy files that is
// most of the time: the SDK and the CDK are read, compiled and run cold again and again. Here libraries are loaded
// once for each worker, by Node, into the one realm that our own modules live in too. Ours stay fresh for each file,
// so what a file sets up (tables, environment, what handlers keep) is seen by no other.
//
// JavaScript, because jest requires it before anything can read TypeScript.
const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** Libraries without a state that a test could leave to the next, but for what `restoreClients` mends. */
const SHARED =
  /^(@aws-sdk\/|zod$|aws-cdk-lib|constructs$|cdk-nag$|mqtt$|fast-check$|ajv|esbuild$|csv-parse|libsql$)/;

class OneRealmRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    this.clients = new Map();
    // As the original does it, but for the realm.
    this.executor.compile = (source, filename) =>
      compileFunction(source, this.executor.injectedModuleParameters, { filename });
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

  /** A test that has clients mocked may leave them so: they are mocked at the class. */
  restoreClients() {
    for (const [prototype, send] of this.clients) {
      if (send) Object.defineProperty(prototype, 'send', send);
      else delete prototype.send;
    }
  }
}

module.exports = { __esModule: true, default: OneRealmRuntime };
