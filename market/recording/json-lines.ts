import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { repeatedNames } from '../../functions/contract/repeated-names';
import { TICK_FIELDS } from '../../functions/contract/tick';
import type { BrokenLine, RecordedLine } from './recorded-line';

/** One JSON document per line; empty lines are skipped. */
export async function* readJsonLines(bytes: Readable): AsyncGenerator<RecordedLine | BrokenLine> {
  let number = 0;
  for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    yield parsed(number === 1 ? line.replace(/^\ufeff/, '') : line, number);
  }
}

function parsed(line: string, number: number): RecordedLine | BrokenLine {
  try {
    const value: unknown = JSON.parse(line);
    const twice = repeatedNames(line).find(({ name }) => TICK_FIELDS.includes(name));
    return twice ? { number, why: `${twice.name}: must occur only once` } : { number, value };
  } catch {
    return { number, why: 'not JSON' };
  }
}
