// The realm of `one-realm-runtime.js`, restored at the end of each file. A file that leaves something running (a timer,
// a socket, a server, a child process) fails for it, as it would go on into the files after it.
const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');
const { AsyncLocalStorage } = require('node:async_hooks');
const { setTimeout: delay } = require('node:timers/promises');
const { promisify } = require('node:util');

const JEST = /^Symbol\((JEST_STATE_SYMBOL|EVENT_HANDLERS)\)$/;
const LASTING = ['TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap', 'MessagePort'];
/** How long to wait for what a busy machine may not have finished yet: a response on its way, a closing socket. */
const PATIENCE_MS = 15_000;

/**
 * Jest gives each file a storage of its own, which every promise is copied to until it is disabled: also those of all
 * files that follow.
 */
const usedStorages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  usedStorages.add(this);
  return run.apply(this, given);
};

class OneRealmEnvironment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    this.before = new Set(Reflect.ownKeys(globalThis));
    const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
    this.original = { setTimeout, setInterval, clearTimeout, clearInterval, console, fetch };
    this.env = { ...process.env };
    this.exit = process.exit;
    this.global = globalThis;
    this.timers = new Set();
    this.watchTimers();
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    const { constructor: FakeTimers } = this.fakeTimersModern;
    this.fakeTimersModern = new FakeTimers({ config: config.projectConfig, global: globalThis });
    this.patienceMs = config.projectConfig.testEnvironmentOptions.patienceMs ?? PATIENCE_MS;
    this.running = countRunning();
  }

  /** Node reports how many timers there are, but not whose: jest has some too. */
  watchTimers() {
    const { setTimeout, setInterval, clearTimeout, clearInterval } = this.original;
    const { timers } = this;
    globalThis.setTimeout = (callback, ...given) => {
      const expired = (...values) => {
        timers.delete(timer);
        callback(...values);
      };
      const timer = setTimeout(expired, ...given);
      timers.add(timer);
      return timer;
    };
    globalThis.setTimeout[promisify.custom] = setTimeout[promisify.custom];
    globalThis.setInterval = (...given) => {
      const timer = setInterval(...given);
      timers.add(timer);
      return timer;
    };
    globalThis.clearTimeout = globalThis.clearInterval = (timer) => {
      timers.delete(timer);
      clearTimeout(timer);
      clearInterval(timer);
    };
  }

  async handleTestEvent({ name }) {
    // A failed test may have had no chance to clean up, and its failure is what should be reported.
    if (name === 'hook_failure' || name === 'test_fn_failure') this.hasFailed = true;
    if (name !== 'run_finish' || this.hasFailed) return;
    for (const deadlineMs = Date.now() + this.patienceMs; this.leftRunning().length > 0; await delay(10)) {
      if (Date.now() < deadlineMs) continue;
      throw new Error(
        `still running: ${this.leftRunning().join(', ')}. --detectOpenHandles shows what it is.`,
      );
    }
  }

  leftRunning() {
    const now = countRunning();
    const left = LASTING.map((kind) => [kind, now[kind] - this.running[kind]]);
    left.push(['Timeout', [...this.timers].filter((timer) => timer.hasRef()).length]);
    return left.filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`);
  }

  async teardown() {
    this.fakeTimersModern.useRealTimers();
    for (const timer of this.timers) clearInterval(timer);
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    process.exit = this.exit;
    Object.assign(globalThis, this.original);
    for (const key of Reflect.ownKeys(globalThis)) {
      // Keep the globals of libraries, which stay loaded: theirs start with two underscores or are symbols.
      const isLeft = typeof key === 'string' ? !key.startsWith('__') : JEST.test(String(key));
      if (isLeft && !this.before.has(key)) Reflect.deleteProperty(globalThis, key);
    }
    for (const storage of usedStorages) storage.disable();
    usedStorages.clear();
    await super.teardown();
  }
}

/** What currently keeps the process alive, by kind. */
function countRunning() {
  const running = process.getActiveResourcesInfo();
  return Object.fromEntries(LASTING.map((kind) => [kind, running.filter((each) => each === kind).length]));
}

// Something left running may throw after its file has ended. The file has failed for it already; don't end the run.
process.on('uncaughtException', (error) =>
  process.stderr.write(`left running by a test file: ${error.stack}\n`),
);

module.exports = OneRealmEnvironment;
