import fc from 'fast-check';
import { BrokenInvariant } from '../../../functions/domain/assert';
import { ByteReader, ByteWriter } from '../../../functions/storage/items/bytes';

const bytesOf = (value: bigint | number) => [...new ByteWriter().unsigned(value).toBytes()];
const signedBytesOf = (value: bigint | number) => [...new ByteWriter().signed(value).toBytes()];

test.each<[bigint | number, number[]]>([
  [0, [0x00]],
  [1, [0x01]],
  [127, [0x7f]],
  [128, [0x80, 0x01]],
  [300, [0xac, 0x02]],
  [16_383, [0xff, 0x7f]],
  [16_384, [0x80, 0x80, 0x01]],
  [Number.MAX_SAFE_INTEGER, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  [2n ** 64n - 1n, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
])('%p is written as LEB128 prescribes', (value, bytes) => {
  expect(bytesOf(value)).toEqual(bytes);
});

test.each<[number, number]>([
  [0, 0],
  [-1, 1],
  [1, 2],
  [-2, 3],
  [2, 4],
  [-64, 127],
  [63, 126],
])('%p as a signed number is %p in zigzag', (value, zigzag) => {
  expect(signedBytesOf(value)).toEqual([zigzag]);
});

test('a negative number can’t be written as unsigned', () => {
  expect(() => bytesOf(-1)).toThrow(BrokenInvariant);
});

test('any sequence of numbers reads back as written, whatever their size', () => {
  const anyNumber = fc.record({
    value: fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    isSigned: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyNumber), (row) => {
      const writer = new ByteWriter();
      const written = row.map(({ value, isSigned }) => {
        const kept = isSigned || value >= 0n ? value : -value;
        isSigned ? writer.signed(kept) : writer.unsigned(kept);
        return kept;
      });
      const reader = new ByteReader(writer.toBytes());
      expect(row.map(({ isSigned }) => (isSigned ? reader.signed() : reader.unsigned()))).toEqual(written);
      expect(reader.isAtEnd).toBe(true);
    }),
  );
});

test('a number and a bigint of the same value have the same bytes', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(signedBytesOf(value)).toEqual(signedBytesOf(BigInt(value)));
    }),
  );
});

test('no more bytes are written than the value needs', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 200n }), (value) => {
      expect(bytesOf(value)).toHaveLength(Math.ceil(value.toString(2).length / 7));
    }),
  );
});

test.each<[string, number[]]>([
  ['nothing', []],
  ['a truncated number', [0x80]],
  ['a longer truncated number', [0xff, 0xff]],
])('%s isn’t a number', (_what, bytes) => {
  expect(() => new ByteReader(Uint8Array.from(bytes)).unsigned()).toThrow(BrokenInvariant);
});
