import type * as z from 'zod';

/** Where a list continues: opaque to clients, and as untrusted as anything else they send. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @returns undefined if `encodeCursor` can't have produced the cursor from such a place */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string,
  place: Schema,
): z.output<Schema> | undefined {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
