// The SDK's advice about the Node.js of this machine, once for every worker, would bury what tests say.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// The CDK's validation of templates costs six seconds in each process that synthesizes. `cdk synth` does it.
process.env.CDK_VALIDATION = 'false';
// Where each construct was created, which nobody asks for here, takes a tenth of the suite's time to find out.
process.env.CDK_DISABLE_STACK_TRACE = 'true';
// What functions log is for the tests that look at it, which say so.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/testing/jest/one-realm-environment.js',
  runtime: '<rootDir>/testing/jest/one-realm-runtime.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  // These packages ship ES modules only; jest runs CommonJS.
  transformIgnorePatterns: ['node_modules/(?!(@middy|jose|ulid|aedes)/)'],
  globalSetup: '<rootDir>/testing/global-setup.ts',
  globalTeardown: '<rootDir>/testing/global-teardown.ts',
  // One more than the cores of the smallest machine: tests often wait for the engine or a timer.
  maxWorkers: 3,
  // A busy machine takes its time.
  workerGracefulExitTimeout: 5_000,
  // Only against what hangs: how long anything takes is asserted nowhere.
  testTimeout: 120_000,
  // `npm run coverage`. What runs in a process of its own (workers, commands) or in a browser doesn't count.
  collectCoverageFrom: [
    '{client,functions,lib,local,market,web}/**/*.ts',
    'scripts/operate/**/*.ts',
    '!client/schema.ts',
    '!**/*.d.ts',
  ],
  coverageReporters: [['text', { skipFull: true, maxCols: 110 }], 'text-summary', 'lcov'],
};
