import { recordFilter } from '../../../local/event-sources/record-filter';

const keyed = (sortKey: string) => ({ dynamodb: { Keys: { SK: { S: sortKey } } } });
const pattern = (sortKey: unknown) => ({ dynamodb: { Keys: { SK: { S: [sortKey] } } } });

test.each([
  ['STOCK', true],
  ['ORDER#1', true],
  ['STOCKS', false],
  ['LEDGER#ORDER#', false],
])('with a value and a prefix as patterns, %s matches: %s', (sortKey, expected) => {
  expect(recordFilter([pattern('STOCK'), pattern({ prefix: 'ORDER#' })])(keyed(sortKey))).toBe(expected);
});

test('without a pattern everything matches', () => {
  expect(recordFilter([])(keyed('anything'))).toBe(true);
});

test('a record without the property does not match', () => {
  expect(recordFilter([pattern('STOCK')])({ dynamodb: {} })).toBe(false);
});

test.each([{ numeric: ['>', 1] }, { 'anything-but': ['x'] }, 7])('%j is refused by name', (condition) => {
  expect(() => recordFilter([pattern(condition)])).toThrow(/The filter .* is not supported/);
});
