import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'one-realm-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Has jest run these files, one after another in one process, as it runs ours. */
function run(files: Record<string, string>): { status: number | null; printed: string } {
  const jest = path.join(root, 'testing', 'jest');
  const config = {
    testEnvironment: path.join(jest, 'one-realm-environment.js'),
    runtime: path.join(jest, 'one-realm-runtime.js'),
    transform: {},
    // The default reporter has a timer now and then, which in one process counts as the file's.
    reporters: [['summary', { summaryThreshold: 0 }]],
    testEnvironmentOptions: { patienceMs: 300 },
  };
  writeFileSync(path.join(folder, 'package.json'), '{}');
  writeFileSync(path.join(folder, 'jest.config.json'), JSON.stringify(config));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, `${name}.test.js`), text);
  const command = [require.resolve('jest/bin/jest'), '--runInBand', '--forceExit'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return { status, printed: stdout + stderr };
}

const DIRTIES = `
  const { SQSClient } = require('@aws-sdk/client-sqs');
  const counter = require('./counter');
  const found = [
    process.env.LEFT_BEHIND, globalThis.leftBehind, counter.count, Object.hasOwn(SQSClient.prototype, 'send'),
  ];
  test('everything is as it should be', () => expect(found).toEqual([undefined, undefined, 0, false]));
  process.env.LEFT_BEHIND = globalThis.leftBehind = 'this';
  counter.count = 1;
  jest.spyOn(SQSClient.prototype, 'send');
`;

test('a file doesn’t see the environment, mocks or modules of the previous one', () => {
  writeFileSync(path.join(folder, 'counter.js'), 'exports.count = 0;');
  const { status, printed } = run({ one: DIRTIES, two: DIRTIES });
  expect(printed).toContain('Tests:       2 passed, 2 total');
  expect(status).toBe(0);
});

test('libraries are loaded once, and Node’s errors are instances of Error', () => {
  const loads = `
    const library = require('@aws-sdk/client-sqs');
    test('x', () => {
      expect(() => require('node:fs').readFileSync('/nowhere')).toThrow(Error);
      expect((process.loaded ??= library) === library).toBe(true);
    });
  `;
  expect(run({ one: loads, two: loads }).status).toBe(0);
});

test.each([
  ['a timer', 'setInterval(() => undefined, 1000)', '1 Timeout'],
  ['a server', "require('node:net').createServer().listen(0)", '1 TCPServerWrap'],
  ['a child', "require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' })", '1 ProcessWrap'],
])('a file that leaves %s running fails, and the others don’t', (_, start, what) => {
  const { status, printed } = run({
    clean: "test('x', () => undefined);",
    leaking: `test('x', () => { ${start}; });`,
  });
  expect(printed).toContain(`still running: ${what}.`);
  expect(printed).toMatch(/^FAIL .*leaking/m);
  expect(printed).toContain('Test Suites: 1 failed, 1 passed, 2 total');
  expect(status).toBe(1);
});

test('a timer left by one file never fires in the next', () => {
  const { printed } = run({
    leaking: "test('x', () => { setTimeout(() => { throw new Error('too late'); }, 800); });",
    patient: "test('x', () => new Promise((resolve) => setTimeout(resolve, 1_500)));",
  });
  expect(printed).toContain('Test Suites: 1 failed, 1 passed, 2 total');
});

test('a stray error doesn’t end the process that runs the other files', () => {
  const environment = JSON.stringify(path.join(root, 'testing', 'jest', 'one-realm-environment.js'));
  const program = `
    require(${environment});
    setImmediate(() => { throw new Error('too late'); });
    setTimeout(() => console.log('still here'), 10);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  expect(stdout).toBe('still here\n');
  expect(stderr).toContain('left running by a test file: Error: too late');
});
