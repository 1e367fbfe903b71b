import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { errorText } from '../connection/error-text';
import { readWireTick, type WireTick } from '../wire-tick';
import { readCsv } from './csv';
import { readJsonLines } from './json-lines';
import { type BrokenLine, type RecordedLine, UnreadableLine } from './recorded-line';

// A file of recorded ticks, read as a stream: a million lines take no more memory than one.

export interface Recording {
  ticks: AsyncGenerator<WireTick>;
  /** How much of the file has been read, from 0 to 1. */
  fractionRead(): number;
  /** Refuses the most recently read tick. */
  refuseLatest(why: string): void;
}

/** Why the rest of a file can't be read; the message names file and line. */
class RecordingError extends Error {
  override readonly name = 'RecordingError';
  constructor(place: string, why: string) {
    super(`${place}: ${why}`);
  }
}

type Format = (bytes: Readable) => AsyncIterable<RecordedLine | BrokenLine>;

const FORMATS = new Map<string, Format>([
  ['.csv', readCsv],
  ['.jsonl', readJsonLines],
  ['.ndjson', readJsonLines],
]);

/**
 * Rejects if the file doesn't exist or its format is unknown.
 *
 * @param onRefusal called with file, line and reason for each line that isn't a tick; reading goes on after it. A fault
 *   of the file as a whole, such as its header, makes reading fail.
 */
export async function openRecording(path: string, onRefusal: (refusal: string) => void): Promise<Recording> {
  const format = FORMATS.get(extname(path).toLowerCase());
  if (!format)
    throw new Error(`${path}: the name of a recording must end in ${[...FORMATS.keys()].join(', ')}`);
  const file = await open(path).catch((error: unknown) => {
    throw new Error(`cannot read the recording: ${errorText(error)}`, { cause: error });
  });
  const { size } = await file.stat();
  const bytes = file.createReadStream();
  let latest = 0;
  const refuse = (line: number, why: string) => onRefusal(`${path}:${line}: ${why}`);
  return {
    ticks: readTicks(path, format(bytes), refuse, (line) => {
      latest = line;
    }),
    fractionRead: () => (size === 0 ? 1 : bytes.bytesRead / size),
    refuseLatest: (why) => refuse(latest, why),
  };
}

async function* readTicks(
  path: string,
  lines: AsyncIterable<RecordedLine | BrokenLine>,
  refuse: (line: number, why: string) => void,
  reached: (line: number) => void,
): AsyncGenerator<WireTick> {
  try {
    for await (const line of lines) {
      reached(line.number);
      const tick = 'why' in line ? line.why : readWireTick(line.value);
      if (typeof tick === 'string') refuse(line.number, tick);
      else yield tick;
    }
  } catch (error) {
    throw error instanceof UnreadableLine
      ? new RecordingError(`${path}:${error.line}`, error.message)
      : error;
  }
}
