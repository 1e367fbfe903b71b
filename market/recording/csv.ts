import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { wireTick } from '../wire-tick';
import { type BrokenLine, type RecordedLine, UnreadableLine } from './recorded-line';

const COLUMNS = Object.keys(wireTick.shape);
const OPTIONAL = ['sequence', 'ask', 'bid', 'ask_size', 'bid_size'] as const;
const NEEDED = COLUMNS.filter((column) => !OPTIONAL.some((optional) => optional === column));
const DECIMAL = /^[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i;

/** CSV (RFC 4180) with a header naming a tick's fields, in any order. */
export async function* readCsv(bytes: Readable): AsyncGenerator<RecordedLine | BrokenLine> {
  const parser = parse({
    bom: true,
    // A header and rows from different programs may have different line endings.
    record_delimiter: ['\r\n', '\n', '\r'],
    columns: checkedHeader,
    trim: true,
    skip_empty_lines: true,
    // A row with too many or too few fields is reported, and the rows after it are still read.
    relax_column_count: true,
    on_record: (record: Record<string, string>, { lines, error }): RecordedLine | BrokenLine =>
      error ? { number: lines, why: error.message } : { number: lines, value: withNumbers(record) },
  });
  bytes.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    yield* parser;
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableLine(Number(error.lines ?? 1), error.message) : error;
  } finally {
    bytes.destroy();
  }
}

// Whatever doesn't look like a number stays text, which the tick's schema refuses.
function withNumbers(record: Record<string, string>): Record<string, string | number> {
  const numberOf = (text = '') => (DECIMAL.test(text) ? Number(text) : text);
  const numbers: Record<string, string | number> = {
    ...record,
    price: numberOf(record.price),
    availability: numberOf(record.availability),
  };
  for (const column of OPTIONAL) {
    const text = record[column];
    if (text) numbers[column] = numberOf(text);
    else delete numbers[column];
  }
  return numbers;
}

function checkedHeader(header: string[]): string[] {
  const missing = NEEDED.filter((column) => !header.includes(column));
  const twice = COLUMNS.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (missing.length > 0) throw new UnreadableLine(1, `the header lacks ${missing.join(', ')}`);
  if (twice.length > 0) throw new UnreadableLine(1, `the header names ${twice.join(', ')} twice`);
  return header;
}
