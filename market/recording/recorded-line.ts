/** A line of a recording, not yet validated as a tick. */
export interface RecordedLine {
  number: number;
  value: unknown;
}

/** A line that isn't valid in the file's format. */
export class UnreadableLine extends Error {
  override readonly name = 'UnreadableLine';
  constructor(
    readonly line: number,
    why: string,
  ) {
    super(why);
  }
}
