import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { errorText } from '../../local/connection/error-text';
import { describeIssues, type WireTick, wireTick } from '../wire-tick';
import { readCsv } from './csv';
import { readJsonLines } from './json-lines';
import { type RecordedLine, UnreadableLine } from './recorded-line';

// A recording of ticks in a file, read as a stream: a million lines take no more memory than one.

export interface Recording {
  ticks: AsyncGenerator<WireTick>;
  /** How much of the file has been read, from 0 to 1. */
  fractionRead(): number;
}

/** What is wrong with a line; the message names file and line. */
class RecordingError extends Error {
  override readonly name = 'RecordingError';
  constructor(path: string, line: number, why: string) {
    super(`${path}:${line}: ${why}`);
  }
}

type Format = (bytes: Readable) => AsyncIterable<RecordedLine>;

const FORMATS = new Map<string, Format>([
  ['.csv', readCsv],
  ['.jsonl', readJsonLines],
  ['.ndjson', readJsonLines],
]);

/** Rejects when there is no such file or its format is unknown; a bad line fails the reading when it is reached. */
export async function openRecording(path: string): Promise<Recording> {
  const format = FORMATS.get(extname(path).toLowerCase());
  if (!format) throw new Error(`${path}: a recording ends in ${[...FORMATS.keys()].join(', ')}`);
  const file = await open(path).catch((error: unknown) => {
    throw new Error(`cannot read the recording: ${errorText(error)}`, { cause: error });
  });
  const { size } = await file.stat();
  const bytes = file.createReadStream();
  return {
    ticks: readTicks(path, format(bytes)),
    fractionRead: () => (size === 0 ? 1 : bytes.bytesRead / size),
  };
}

async function* readTicks(path: string, lines: AsyncIterable<RecordedLine>): AsyncGenerator<WireTick> {
  try {
    for await (const { number, value } of lines) {
      const tick = wireTick.safeParse(value);
      if (!tick.success) throw new RecordingError(path, number, describeIssues(tick.error));
      yield tick.data;
    }
  } catch (error) {
    throw error instanceof UnreadableLine ? new RecordingError(path, error.line, error.message) : error;
  }
}
