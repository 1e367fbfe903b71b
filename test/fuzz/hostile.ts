import fc from 'fast-check';

/** What hostile clients send: text, numbers and JSON at and beyond every edge that we know of. */

const EDGE_TEXT = [
  '',
  ' ',
  'me',
  'ME',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\u202e\u200f',
  'é'.repeat(40),
  'e\u0301',
  '😀'.repeat(40),
  'a'.repeat(5_000),
  '../../etc/passwd',
  '%00',
  '%zz',
  '__proto__',
  'constructor',
  'toString',
  '$ne',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '{"$gt":""}',
  'USER#',
  'ACCOUNT',
  'BOOK#x',
  'null',
  'NaN',
  '-0',
  '1e309',
  '99999999999999999999',
  '2026-01-05T12:00:00Z',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '+275760-09-13T00:00:00.001Z',
];
const hostileText = fc.oneof(fc.constantFrom(...EDGE_TEXT), fc.string({ unit: 'binary', maxLength: 60 }));

const EDGE_NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  0.0001,
  0.00001,
  1e-300,
  5e-324,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  1e11,
  1e11 + 1,
  1e12,
  1e21,
  1e100,
  1.7976931348623157e308,
];
const hostileNumber = fc.oneof(fc.constantFrom(...EDGE_NUMBERS), fc.double({ noNaN: true }), fc.integer());

const hostileValue = fc.oneof(
  hostileText,
  hostileNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { length: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const DEPTH = 20_000;
const TEXTS = [
  '',
  ' ',
  '{',
  'null',
  '[]',
  '""',
  '0',
  '{"a":1,"a":2}',
  '{"__proto__":{"isAdmin":true}}',
  '{"amount":1e400}',
  '{"amount":01}',
  '{"amount":NaN}',
  '\ufeff{"amount":1}',
  '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  `{"amount":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`,
  `{"amount":${'9'.repeat(60_000)}}`,
  `{"amount":"${'9'.repeat(70_000)}"}`,
];

/** A body as it goes over the wire: fields that the API knows with values that it does not, or any text at all. */
export function hostileBody(fields: Record<string, unknown>): fc.Arbitrary<string> {
  const known = fc.record(
    Object.fromEntries(Object.keys(fields).map((name) => [name, mutated(fields[name])])),
    {
      requiredKeys: [],
    },
  );
  const object = fc.oneof(
    known,
    fc.tuple(known, fc.dictionary(hostileText, hostileValue, { maxKeys: 3 })).map(([ours, theirs]) => ({
      ...ours,
      ...theirs,
    })),
  );
  return fc.oneof(
    { weight: 6, arbitrary: object.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: hostileText },
  );
}

function mutated(value: unknown): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: hostileValue });
}

const HEADER_VALUES = [
  '',
  ' ',
  '""',
  '"a"',
  'a,b',
  'a'.repeat(300),
  '\t',
  'é',
  '[object Object]',
  '0',
  '-1',
  '*',
];

/** Headers that a client of HTTP lets through: Latin-1 without control characters. */
export const hostileHeaders = fc.dictionary(
  fc.constantFrom(
    'idempotency-key',
    'content-type',
    'accept-encoding',
    'origin',
    'x-forwarded-for',
    'x-amzn-trace-id',
    '__proto__',
    'constructor',
    'cookie',
    'range',
    'if-match',
    'content-encoding',
  ),
  fc.oneof(
    fc.constantFrom(...HEADER_VALUES, 'application/json', 'application/json; charset=utf-16', 'text/html'),
    fc.string({ maxLength: 40, unit: 'grapheme-ascii' }),
  ),
  { maxKeys: 4 },
);

/** Segments of a path as they go over the wire, encoded and not, and such as can't be decoded. */
export const hostileSegment = fc.oneof(
  hostileText.map(encoded),
  fc.constantFrom('%zz', '%', '%E0%A4%A', '%ff', '%00', '%2f', '..', '.', '%2e%2e', '*', ';', 'a%20b'),
);

export const hostileQuery = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'limit',
        'cursor',
        'status',
        'stock_id',
        'type',
        'from_date',
        'to_date',
        'interval',
        'x',
        '__proto__',
      ),
      fc.oneof(
        hostileText.map(encoded),
        fc.constantFrom('%zz', '%', '0', '1', '100', '101', '1m', 'open', '2026-01-05+12:00:00'),
      ),
    ),
    {
      maxLength: 4,
    },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

/** Half a surrogate pair has no encoding. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));
}
