/** A line of a recording, not yet validated as a tick. */
export interface RecordedLine {
  readonly number: number;
  readonly value: unknown;
}

/** A line that isn't valid in the file's format; the lines after it can still be read. */
export interface BrokenLine {
  readonly number: number;
  readonly why: string;
}

/** A line after which nothing more can be read. */
export class UnreadableLine extends Error {
  override readonly name = 'UnreadableLine';
  constructor(
    readonly line: number,
    why: string,
  ) {
    super(why);
  }
}
