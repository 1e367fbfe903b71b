import * as z from 'zod';
import { encodedItem } from '../storage/table/operations';
import type { RawItem } from '../storage/table/read';

/** The parts used here of the event that Lambda passes on from the table's stream. */
export const tableEvent = z.object({
  Records: z.array(
    z
      .object({
        dynamodb: z.object({
          Keys: z.object({ PK: z.object({ S: z.string() }), SK: z.object({ S: z.string() }) }),
          OldImage: encodedItem.optional(),
          NewImage: encodedItem.optional(),
          SequenceNumber: z.string(),
        }),
      })
      .transform(
        ({ dynamodb: { Keys, OldImage, NewImage, SequenceNumber } }): TableChange => ({
          partition: Keys.PK.S,
          sortKey: Keys.SK.S,
          before: OldImage,
          after: NewImage,
          sequenceNumber: SequenceNumber,
        }),
      ),
  ),
});

/** One item before and after a write. */
export interface TableChange {
  readonly partition: string;
  readonly sortKey: string;
  readonly before?: RawItem | undefined;
  readonly after?: RawItem | undefined;
  /** Its position in the stream: a decimal number that increases with each change within a partition. */
  readonly sequenceNumber: string;
}
