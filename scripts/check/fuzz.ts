/** `npm run fuzz`: runs the route fuzzer longer than the test suite does, with a new seed each time. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

const { FUZZ_RUNS = '1000', FUZZ_SEED = String(randomInt(2 ** 31)) } = process.env;
console.log(`FUZZ_RUNS=${FUZZ_RUNS} FUZZ_SEED=${FUZZ_SEED}`);
const jest = [require.resolve('jest/bin/jest'), 'test/fuzz', '--testTimeout=3600000'];
const { status } = spawnSync(process.execPath, jest, {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS, FUZZ_SEED },
});
process.exitCode = status ?? 1;
