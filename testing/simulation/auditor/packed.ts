/**
 * The auditor's own reader of packed ticks and candles: a format byte, then LEB128 numbers, signed ones in zigzag
 * encoding. A tick consists of the differences in time and price from the one before, its availability and its traded
 * shares. In the second format, a bit set of what follows comes after these: a sequence number.
 */
export interface StoredTick {
  readonly at: number;
  readonly units: bigint;
  readonly availability: number;
  readonly traded: number;
  readonly sequence: number | undefined;
  readonly ask: bigint | undefined;
  readonly bid: bigint | undefined;
  readonly askSize: number | undefined;
  readonly bidSize: number | undefined;
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
  if (format !== 1n && format !== 2n) throw new Error('not packed ticks');
  const ticks: StoredTick[] = [];
  const next = () => {
    const number = numbers.shift();
    if (number === undefined) throw new Error('not packed ticks');
    return number;
  };
  while (numbers.length > 0) {
    const before = ticks.at(-1);
    const at = (before?.at ?? 0) + Number(signed(next()));
    const units = (before?.units ?? 0n) + signed(next());
    const [availability, traded] = [Number(next()), Number(next())];
    const extras = format === 2n ? next() : 0n;
    const [sequence, ask, bid, askSize, bidSize] = [1n, 2n, 4n, 8n, 16n].map((bit) =>
      extras & bit ? next() : undefined,
    );
    ticks.push({
      ...{ at, units, availability, traded, ask, bid },
      ...{ sequence: countOf(sequence), askSize: countOf(askSize), bidSize: countOf(bidSize) },
    });
  }
  return ticks;
}

function countOf(number: bigint | undefined): number | undefined {
  return number === undefined ? undefined : Number(number);
}

export function readPackedCandle(bytes: Uint8Array): StoredCandle {
  const [format, start = 0n, low = 0n, high = 0n, open = 0n, close = 0n, sum = 0n, count = 0n, volume = 0n] =
    numbersOf(bytes);
  if (format !== 1n) throw new Error('not a packed candle');
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
