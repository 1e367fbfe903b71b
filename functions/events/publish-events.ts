import { inParallel } from '../in-parallel';
import { logger } from '../logger';
import { announcementsOf, byPartition, withOneQuote } from './announcements';
import { type TableChange, tableEvent } from './table-change';
import { topicPublisher } from './topic-publisher';

const publish = topicPublisher();

interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Tells the world what was committed. A batch of the table's stream may come again, whole or from a failed change
 * on: what is published again has the same ids.
 */
export async function handler(input: unknown): Promise<BatchResponse> {
  const { Records } = tableEvent.parse(input);
  const outcomes = await inParallel(byPartition(Records), publishInOrder);
  const failed = outcomes.filter((change) => change !== undefined);
  return { batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
}

/**
 * Behind a change that fails nothing of its partition is published: the stream comes again from there, and a
 * subscriber shall not see a user's later event before the earlier one.
 *
 * @returns the change that failed, if one did
 */
async function publishInOrder(changes: readonly TableChange[]): Promise<TableChange | undefined> {
  for (const change of withOneQuote(changes)) {
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
