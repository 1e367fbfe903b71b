import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { errorText } from '../../local/connection/error-text';
import { describeIssues, type WireTick, wireTick } from '../wire-tick';
import { readCsv } from './csv';
import { readJsonLines } from './json-lines';
import { type RecordedLine, UnreadableLine } from './recorded-line';

// A file of recorded ticks, read as a stream: a million lines take no more memory than one.

export interface Recording {
  ticks: AsyncGenerator<WireTick>;
  /** How much of the file has been read, from 0 to 1. */
  fractionRead(): number;
}

/** An invalid line; the message names file and line. */
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

/** Rejects if the file doesn't exist or its format is unknown; an invalid line fails once reading reaches it. */
export async function openRecording(path: string): Promise<Recording> {
  const format = FORMATS.get(extname(path).toLowerCase());
  if (!format)
    throw new Error(`${path}: the name of a recording must end in ${[...FORMATS.keys()].join(', ')}`);
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
