/** A line of a recording before it is known to be a tick. */
export interface RecordedLine {
  number: number;
  value: unknown;
}

/** A line that is not even of the file's format. */
export class UnreadableLine extends Error {
  override readonly name = 'UnreadableLine';
  constructor(
    readonly line: number,
    why: string,
  ) {
    super(why);
  }
}
