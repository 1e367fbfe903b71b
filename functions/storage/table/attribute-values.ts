// Items in DynamoDB's JSON: each value keyed by its type, numbers as text, bytes in base64.
import { assert } from '../../domain/assert';
import type { RawItem } from './raw-item';

export type AttributeValue =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { B: string }
  | { L: AttributeValue[] }
  | { M: AttributeMap };
export type AttributeMap = { [name: string]: AttributeValue };

/** Undefined attributes are left out. */
export function encodeItem(item: object): AttributeMap {
  const encoded: AttributeMap = {};
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) encoded[name] = encodeValue(value);
  }
  return encoded;
}

function encodeValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'bigint') return { N: value.toString() };
  if (typeof value === 'number') {
    assert(Number.isFinite(value), `the table can't store ${value}`);
    assert(Math.abs(value) <= Number.MAX_SAFE_INTEGER, `${value} is too large for an exact number`);
    return { N: String(value) };
  }
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.filter((each) => each !== undefined).map(encodeValue) };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  assert(isPlain(value), `the table can't store this ${typeof value}`);
  return { M: encodeItem(value) };
}

/** An instance of a class, such as a Set or a Date, would be written as whatever properties it happens to have. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

export function decodeItem(item: AttributeMap): RawItem {
  const decoded: RawItem = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) decoded[name] = decodeValue(value);
  }
  return decoded;
}

function decodeValue(value: AttributeValue): unknown {
  if ('S' in value) return value.S;
  if ('N' in value) return exactNumber(value.N);
  if ('M' in value) return decodeItem(value.M);
  if ('L' in value) return value.L.map(decodeValue);
  if ('BOOL' in value) return value.BOOL;
  if ('NULL' in value) return null;
  if ('B' in value) return new Uint8Array(Buffer.from(value.B, 'base64'));
  throw new Error(`an attribute of a type that we never write: ${Object.keys(value)}`);
}

/** Integers beyond 2⁵³, such as sums of prices, are returned as exact bigints. */
function exactNumber(text: string): number | bigint {
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(text) : value;
}
