import { assert } from '../../domain/assert';
import type { Candle } from '../../domain/candle';
import type { Instant } from '../../domain/instant';
import { money, quantity } from '../../domain/money';
import { TICK_EXTRAS, type Tick } from '../../domain/tick';
import { ByteReader, ByteWriter } from './bytes';

/**
 * Ticks and candles as the table stores them: differences as variable-length integers, about ten bytes a tick where a
 * map of attributes takes eighty. The first byte is the format version.
 */
const FORMAT = 1;
/** For ticks with optional fields: each tick is followed by a bit set of those it has, and their values. */
const EXTENDED_FORMAT = 2;

export function packTicks(ticks: readonly Tick[]): Uint8Array {
  const isExtended = ticks.some((tick) => extrasOf(tick) !== 0);
  const writer = new ByteWriter().unsigned(isExtended ? EXTENDED_FORMAT : FORMAT);
  let [timestamp, price] = [0, 0n];
  for (const tick of ticks) {
    writer.signed(tick.timestamp - timestamp).signed(tick.price - price);
    writer.unsigned(tick.availability).unsigned(tick.traded);
    if (isExtended) writeExtras(writer, tick);
    [timestamp, price] = [tick.timestamp, tick.price];
  }
  return writer.toBytes();
}

export function unpackTicks(bytes: Uint8Array): Tick[] {
  const reader = new ByteReader(bytes);
  const format = Number(reader.unsigned());
  assert(format === FORMAT || format === EXTENDED_FORMAT, `packed history has the unknown format ${format}`);
  const ticks: Tick[] = [];
  let [timestamp, price] = [0, 0n];
  while (!reader.isAtEnd) {
    timestamp += Number(reader.signed());
    price += reader.signed();
    const [availability, traded] = [quantity(Number(reader.unsigned())), quantity(Number(reader.unsigned()))];
    const extras = format === EXTENDED_FORMAT ? readExtras(reader) : {};
    ticks.push({ timestamp: timestamp as Instant, price: money(price), availability, traded, ...extras });
  }
  return ticks;
}

function extrasOf(tick: Tick): number {
  return TICK_EXTRAS.reduce(
    (bits, extra, index) => (tick[extra] === undefined ? bits : bits | (1 << index)),
    0,
  );
}

function writeExtras(writer: ByteWriter, tick: Tick): void {
  writer.unsigned(extrasOf(tick));
  for (const extra of TICK_EXTRAS) {
    const value = tick[extra];
    if (value !== undefined) writer.unsigned(value);
  }
}

function readExtras(reader: ByteReader): Partial<Tick> {
  const bits = Number(reader.unsigned());
  const [sequence, ask, bid, askSize, bidSize] = TICK_EXTRAS.map((_, index) =>
    bits & (1 << index) ? reader.unsigned() : undefined,
  );
  return {
    ...(sequence !== undefined && { sequence: Number(sequence) }),
    ...(ask !== undefined && { ask: money(ask) }),
    ...(bid !== undefined && { bid: money(bid) }),
    ...(askSize !== undefined && { askSize: quantity(Number(askSize)) }),
    ...(bidSize !== undefined && { bidSize: quantity(Number(bidSize)) }),
  };
}

export function packCandle(candle: Candle): Uint8Array {
  const { start, open, high, low, close, sum, count, volume, firstAt, lastAt } = candle;
  return new ByteWriter()
    .unsigned(FORMAT)
    .unsigned(start)
    .unsigned(low)
    .unsigned(high - low)
    .unsigned(open - low)
    .unsigned(close - low)
    .unsigned(sum)
    .unsigned(count)
    .unsigned(volume)
    .unsigned(firstAt - start)
    .unsigned(lastAt - firstAt)
    .toBytes();
}

export function unpackCandle(bytes: Uint8Array): Candle {
  const reader = openReader(bytes);
  const start = Number(reader.unsigned());
  const low = reader.unsigned();
  const [high, open, close] = [low + reader.unsigned(), low + reader.unsigned(), low + reader.unsigned()];
  const [sum, count, volume] = [reader.unsigned(), Number(reader.unsigned()), Number(reader.unsigned())];
  const firstAt = start + Number(reader.unsigned());
  const lastAt = firstAt + Number(reader.unsigned());
  return {
    start: start as Instant,
    open: money(open),
    high: money(high),
    low: money(low),
    close: money(close),
    sum: money(sum),
    count,
    volume: quantity(volume),
    firstAt: firstAt as Instant,
    lastAt: lastAt as Instant,
  };
}

function openReader(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes);
  const format = reader.unsigned();
  assert(format === BigInt(FORMAT), `packed history has the unknown format ${format}`);
  return reader;
}
