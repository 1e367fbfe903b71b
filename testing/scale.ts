/**
 * How much of a long test to run: a sample that takes seconds with `npm test`, everything with `npm run test:all`,
 * which CI runs. The sample is always a subset.
 */
const isFull = process.env.TEST_SCALE === 'full';

/** Picks the value for `npm run test:all` or the one for `npm test`. */
export function inFull<Value>(full: Value, sample: Value): Value {
  return isFull ? full : sample;
}

/** All of them, or every n-th; with different `start` values, neighbouring tests sample different ones. */
export function sampled<Value>(all: readonly Value[], every: number, start = 0): Value[] {
  return all.filter((_, index) => isFull || (index + start) % every === 0);
}
