import { assert } from '../../domain/assert';
import type { Band } from '../../domain/book';
import type { Instant } from '../../domain/instant';
import { ByteReader, ByteWriter } from './bytes';

/** The format version, then each band and its time as the difference from the one before: marks often come together. */
const FORMAT = 1;

export function packBandTimes(times: ReadonlyMap<Band, Instant>): Uint8Array {
  const writer = new ByteWriter().unsigned(FORMAT);
  let earlier = 0;
  for (const [band, time] of times) {
    writer.unsigned(band).signed(time - earlier);
    earlier = time;
  }
  return writer.toBytes();
}

export function unpackBandTimes(bytes: Uint8Array): Map<Band, Instant> {
  const reader = new ByteReader(bytes);
  const format = Number(reader.unsigned());
  assert(format === FORMAT, `packed times of bands have the unknown format ${format}`);
  const times = new Map<Band, Instant>();
  let time = 0;
  while (!reader.isAtEnd) {
    const band = Number(reader.unsigned());
    time += Number(reader.signed());
    times.set(band, time as Instant);
  }
  return times;
}
