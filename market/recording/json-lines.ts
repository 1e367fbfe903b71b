import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type RecordedLine, UnreadableLine } from './recorded-line';

/** One JSON document per line; empty lines are skipped. */
export async function* readJsonLines(bytes: Readable): AsyncGenerator<RecordedLine> {
  let number = 0;
  for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    yield { number, value: parseJson(number === 1 ? line.replace(/^\ufeff/, '') : line, number) };
  }
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UnreadableLine(number, 'not JSON');
  }
}
