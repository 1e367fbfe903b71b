import { inParallel } from '../in-parallel';
import { logger } from '../logger';
import type { Announcement } from './announcement';
import type { TableChange } from './table-change';
import { topicPublisher } from './topic-publisher';

const publish = topicPublisher();

/** Lines mostly wait for their own responses, which costs nothing; the SDK keeps at most 50 connections. */
const LINES_AT_ONCE = 40;

export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Publishes what was committed. A batch from the table's stream may be redelivered, whole or from a failed change on:
 * republished events have the same ids.
 *
 * @param lines changes within a line are published in order; different lines in parallel
 */
export async function publishChanges(
  lines: readonly (readonly TableChange[])[],
  announcementsOf: (change: TableChange) => Announcement[],
): Promise<BatchResponse> {
  const outcomes = await inParallel(
    lines,
    (changes) => publishInOrder(changes, announcementsOf),
    LINES_AT_ONCE,
  );
  const failed = outcomes.filter((change) => change !== undefined);
  return { batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
}

/**
 * After a change that fails, nothing more of its line is published: the stream is redelivered from there, and a
 * subscriber must not see a user's later event before an earlier one.
 *
 * @returns the change that failed, if one did
 */
async function publishInOrder(
  changes: readonly TableChange[],
  announcementsOf: (change: TableChange) => Announcement[],
): Promise<TableChange | undefined> {
  for (const change of changes) {
    try {
      for (const announcement of announcementsOf(change)) await publish(announcement);
    } catch (error) {
      const { partition, sortKey, sequenceNumber } = change;
      logger.error('not published', { partition, sortKey, sequence_number: sequenceNumber, error });
      return change;
    }
  }
  return undefined;
}

/** @returns the changes of each partition, in order */
export function byPartition(changes: readonly TableChange[]): TableChange[][] {
  const partitions = new Map<string, TableChange[]>();
  for (const change of changes) {
    partitions.set(change.partition, [...(partitions.get(change.partition) ?? []), change]);
  }
  return [...partitions.values()];
}
