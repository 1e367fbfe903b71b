import { StoreUnavailable } from './retry';

/**
 * Runs optional follow-up work after a commit. If the store becomes unavailable meanwhile, the commit stands and its
 * result is returned: an error would make the client repeat it. The next writer of the stock does what is left.
 */
export async function afterCommit<Result>(committed: Result, follow: () => Promise<Result>): Promise<Result> {
  try {
    return await follow();
  } catch (error) {
    if (error instanceof StoreUnavailable) return committed;
    throw error;
  }
}
