import { assert } from '../../domain/assert';

/** Writes integers as variable-length bytes (LEB128; signed ones in zigzag encoding, as in Protocol Buffers). */
export class ByteWriter {
  private readonly bytes: number[] = [];

  unsigned(value: bigint | number): this {
    let rest = BigInt(value);
    assert(rest >= 0n, `${value} is negative`);
    while (rest > 0x7fn) {
      this.bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.bytes.push(Number(rest));
    return this;
  }

  signed(value: bigint | number): this {
    const exact = BigInt(value);
    return this.unsigned(exact < 0n ? -exact * 2n - 1n : exact * 2n);
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

export class ByteReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  unsigned(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[this.position++];
      assert(byte !== undefined, 'packed bytes end in the middle of a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  signed(): bigint {
    const zigzag = this.unsigned();
    return zigzag % 2n === 0n ? zigzag / 2n : -(zigzag + 1n) / 2n;
  }
}
