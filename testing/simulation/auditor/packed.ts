/**
 * The auditor's own reading of packed ticks and candles: a format byte, then LEB128 numbers, signed ones in zigzag.
 * A tick is the difference in time and in price to the one before, its availability and what was traded of it.
 */
export interface StoredTick {
  readonly at: number;
  readonly units: bigint;
  readonly availability: number;
  readonly traded: number;
}

export interface StoredCandle {
  readonly start: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly sum: bigint;
  readonly count: number;
  readonly volume: number;
}

export function readPackedTicks(bytes: Uint8Array): StoredTick[] {
  const [format, ...numbers] = numbersOf(bytes);
  if (format !== 1n || numbers.length % 4 !== 0) throw new Error('these are no packed ticks');
  const ticks: StoredTick[] = [];
  for (let index = 0; index < numbers.length; index += 4) {
    const [time = 0n, price = 0n, availability = 0n, traded = 0n] = numbers.slice(index, index + 4);
    const before = ticks.at(-1);
    ticks.push({
      at: (before?.at ?? 0) + Number(signed(time)),
      units: (before?.units ?? 0n) + signed(price),
      availability: Number(availability),
      traded: Number(traded),
    });
  }
  return ticks;
}

export function readPackedCandle(bytes: Uint8Array): StoredCandle {
  const [format, start = 0n, low = 0n, high = 0n, open = 0n, close = 0n, sum = 0n, count = 0n, volume = 0n] =
    numbersOf(bytes);
  if (format !== 1n) throw new Error('this is no packed candle');
  return {
    start: Number(start),
    low,
    high: low + high,
    open: low + open,
    close: low + close,
    sum,
    count: Number(count),
    volume: Number(volume),
  };
}

function numbersOf(bytes: Uint8Array): bigint[] {
  const numbers: bigint[] = [];
  let [value, factor] = [0n, 1n];
  for (const byte of bytes) {
    value += BigInt(byte % 128) * factor;
    factor *= 128n;
    if (byte >= 128) continue;
    numbers.push(value);
    [value, factor] = [0n, 1n];
  }
  return numbers;
}

function signed(zigzag: bigint): bigint {
  return zigzag % 2n === 0n ? zigzag / 2n : -(zigzag + 1n) / 2n;
}
