import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { bundleFunctions } from '../../lib/bundle';
import { SynthRefused } from '../../lib/synth-refused';

const bundle = path.resolve(__dirname, '../../build/functions/deposit/index.js');

test('a bundle stands alone: plain Node loads it and finds its handler', () => {
  bundleFunctions({ deposit: 'functions/http/deposit.ts' });
  const script = `console.log(typeof require(${JSON.stringify(bundle)}).handler)`;
  const found = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: '/' });
  expect(found.trim()).toBe('function');
});

// A cold start reads and parses all of it. With `main` before `module` it would be twice this size.
test('a bundle stays below 600 kB', () => {
  bundleFunctions({ deposit: 'functions/http/deposit.ts' });
  expect(statSync(bundle).size).toBeLessThan(600_000);
});

test('a function without code stops the synth with a sentence', () => {
  expect(() => bundleFunctions({ 'place-bet': 'functions/http/place-bet.ts' })).toThrow(
    new SynthRefused('The function "place-bet" has no code: functions/http/place-bet.ts does not exist.'),
  );
});
