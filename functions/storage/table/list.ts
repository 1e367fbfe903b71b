import * as z from 'zod';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { decodeCursor, encodeCursor } from './cursor';
import { type Key, type QueryPage, queryIndex, queryTable, type RawItem, type Stretch } from './read';
import type { Store } from './store';

/** One page of a list, and where the next one starts. */
export interface ListPage<Entry> {
  readonly results: Entry[];
  /** Opaque to clients. */
  readonly next: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const BEHIND_ALL = '\uffff';

/** The table refuses keys with half a surrogate pair, which UTF-8 can't encode, or longer than this. */
const HALF_A_PAIR = /\p{Cs}/u;
const MAX_KEY_BYTES = 1024;
const keyPart = z
  .string()
  .min(1)
  .refine((text) => !HALF_A_PAIR.test(text) && Buffer.byteLength(text) <= MAX_KEY_BYTES);
const TableCursor = z.strictObject({ PK: keyPart, SK: keyPart });
const IndexCursor = z.strictObject({ GSI1PK: keyPart, GSI1SK: keyPart, PK: keyPart, SK: keyPart });

/** Whether a list of the stretch can have returned the place. */
function isWithin(
  { partition, prefix = '', from = '', to = BEHIND_ALL }: Stretch,
  { PK, SK }: z.output<typeof TableCursor>,
) {
  return PK === partition && SK.startsWith(prefix) && from <= SK && SK <= to;
}

export type ListResult<Entry> = ListPage<Entry> | Rejection;

/** A page of a stretch of the index; `load` turns its keys into entries. */
export async function listIndex<Entry>(
  store: Store,
  stretch: Stretch,
  { limit, cursor }: PageRequest,
  load: (items: RawItem[]) => Promise<Entry[]>,
): Promise<ListResult<Entry>> {
  const behind = cursor === undefined ? undefined : decodeCursor(cursor, IndexCursor);
  const place = behind && { PK: behind.GSI1PK, SK: behind.GSI1SK };
  if (cursor !== undefined && !(place && isWithin(stretch, place))) return reject('invalid_cursor');
  const page = await queryIndex(store, { ...stretch, limit, behind });
  return { results: await load(page.items), next: page.next ? encodeCursor(page.next) : null };
}

/** Where a page starts: after the place in the cursor, which must be one that a list of the stretch could return. */
export function placeOf(stretch: Stretch, cursor: string | undefined): RawItem | Rejection | undefined {
  if (cursor === undefined) return undefined;
  const place = decodeCursor(cursor, TableCursor);
  return place && isWithin(stretch, place) ? place : reject('invalid_cursor');
}

export function cursorBehind({ PK, SK }: Key): string {
  return encodeCursor({ PK, SK });
}

const ITEMS_PER_QUERY = 100;
const QUERIES_PER_PAGE = 10;

/**
 * A page of a stretch's entries that `keep` accepts. It reads a bounded number of items, so a page may hold fewer
 * entries than requested, even none, and still have a next one.
 */
export async function listFiltered<Entry>(
  store: Store,
  stretch: Stretch,
  { limit, cursor }: PageRequest,
  parse: (item: RawItem) => Entry,
  keep: (entry: Entry) => boolean,
): Promise<ListResult<Entry>> {
  const place = placeOf(stretch, cursor);
  if (isRejection(place)) return place;
  let behind: RawItem | undefined = place;
  const results: Entry[] = [];
  for (let queries = 0; queries < QUERIES_PER_PAGE; queries++) {
    const page: QueryPage = await queryTable(store, { ...stretch, limit: ITEMS_PER_QUERY, behind });
    for (const [index, item] of page.items.entries()) {
      const entry = parse(item);
      if (keep(entry)) results.push(entry);
      if (results.length < limit) continue;
      const isLast = index === page.items.length - 1 && !page.next;
      return { results, next: isLast ? null : encodeCursor({ PK: item.PK, SK: item.SK }) };
    }
    behind = page.next;
    if (!behind) return { results, next: null };
  }
  return { results, next: behind ? encodeCursor(behind) : null };
}
