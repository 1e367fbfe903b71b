/** What the lists of the API have in common. */

export const PAGE = 50;

export interface Paged<Entry> {
  readonly results: Entry[];
  readonly next: string | null;
}

export interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function inRange({ from, to }: Range) {
  return { ...(from && { from_date: from }), ...(to && { to_date: to }) };
}

export function after(cursor: string | undefined) {
  return cursor === undefined ? {} : { cursor };
}
