import type { Instant } from '../../domain/instant';
import { EXPIRING } from './keys';
import { chronological, shardOf } from './sort-keys';

// Where what expires waits, in the order of its expiry. A partition of the index takes a thousand writes a second,
// and a placement waits for the index: so there are several.

const SHARDS = 16;

const partitionOf = (shard: number) => `${EXPIRING}${shard}`;

export const expiringPartitions = Array.from({ length: SHARDS }, (_, shard) => partitionOf(shard));

/** The place in the index of what stands for an order until its time is over. */
export function expiringAt(expiresAt: Instant, id: string) {
  return { GSI1PK: partitionOf(shardOf(id, SHARDS)), GSI1SK: chronological(expiresAt) };
}

/** The last place of those whose time is over. */
export function expiringUntil(instant: Instant): string {
  return chronological(instant);
}
