import type { Instant } from '../../domain/instant';
import { EXPIRING } from './keys';
import { chronological, shardOf } from './sort-keys';

// Index partitions that list what expires, in order of expiry. One partition of the index takes a thousand writes a
// second, and a placement waits for the index, so there are several.

const SHARDS = 16;

const partitionOf = (shard: number) => `${EXPIRING}${shard}`;

export const expiringPartitions = Array.from({ length: SHARDS }, (_, shard) => partitionOf(shard));

/** The index attributes of an item that represents an order until it expires. */
export function expiringAt(expiresAt: Instant, id: string) {
  return { GSI1PK: partitionOf(shardOf(id, SHARDS)), GSI1SK: chronological(expiresAt) };
}

/** The upper bound of what has expired by `instant`. */
export function expiringUntil(instant: Instant): string {
  return chronological(instant);
}
