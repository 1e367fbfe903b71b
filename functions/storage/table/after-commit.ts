import { StoreUnavailable } from './retry';

/**
 * Does what may follow a commit. When the store becomes unavailable meanwhile, what was committed stands and is the
 * answer: an error would have the client do it once more. Whoever comes to the stock next does what is left.
 */
export async function afterCommit<Result>(committed: Result, follow: () => Promise<Result>): Promise<Result> {
  try {
    return await follow();
  } catch (error) {
    if (error instanceof StoreUnavailable) return committed;
    throw error;
  }
}
