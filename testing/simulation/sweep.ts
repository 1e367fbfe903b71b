import { StoreUnavailable } from '../../functions/storage/table/retry';
import { mix } from './random';
import { faultsOf, type World } from './world';

const MAX_RUNS = 8;

/** Plays the schedule: runs the expiry job, retrying if it fails. */
export async function sweep(world: World, seed: number): Promise<void> {
  for (let attempt = 0; attempt < MAX_RUNS; attempt++) {
    try {
      const answer = await world.scheduler.invoke(mix(seed, attempt), faultsOf(world, attempt), () =>
        world.handlers.expireOrders(),
      );
      if (answer !== 'crashed') return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) world.journal.anomalies.push(`the sweep failed: ${error}`);
    }
  }
}
