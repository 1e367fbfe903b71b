import { inParallel } from '../in-parallel';
import { logger } from '../logger';
import type { Announcement } from './announcement';
import type { TableChange } from './table-change';
import { topicPublisher } from './topic-publisher';

const publish = topicPublisher();

/** Waiting for an answer costs nothing, and each line waits for its own: the SDK holds 50 connections. */
const LINES_AT_ONCE = 40;

export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Tells the world what was committed. A batch of the table's stream may come again, whole or from a failed change
 * on: what is published again has the same ids.
 *
 * @param lines changes that are told one after the other; different lines are told side by side
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
 * Behind a change that fails nothing of its line is published: the stream comes again from there, and a subscriber
 * shall not see a user's later event before the earlier one.
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
