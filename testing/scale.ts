/**
 * How much of a long test is run: a sample that takes seconds with `npm test`, and all of it with `npm run test:all`,
 * which continuous integration runs. Nothing is in the sample only.
 */
const isFull = process.env.TEST_SCALE === 'full';

/** The one for `npm run test:all`, or the one for `npm test`. */
export function inFull<Value>(full: Value, sample: Value): Value {
  return isFull ? full : sample;
}

/** All of them, or every so manieth of them. `start` has neighbors take different ones. */
export function sampled<Value>(all: readonly Value[], every: number, start = 0): Value[] {
  return all.filter((_, index) => isFull || (index + start) % every === 0);
}
