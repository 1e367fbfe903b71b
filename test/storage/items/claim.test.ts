import { claimKey } from '../../../functions/storage/items/claim';

test.each([
  ['in another case', 'sara', 'SARA'],
  ['in compatible letters', 'sara', 'ｓａｒａ'],
  ['with a ligature', 'ffion', 'ﬀion'],
  ['in Cyrillic', 'scope', 'ѕсоре'],
  ['in capitals of Cyrillic', 'BATEMAH', 'ВАТЕМАН'],
  ['in capitals of Greek', 'TAXI', 'ΤΑΧΙ'],
  ['typed as letters and marks', 'renée', 'rene\u0301e'],
])('a name written %s is the same name', (_, name, twin) => {
  expect(name).not.toBe(twin);
  expect(claimKey('username', twin)).toEqual(claimKey('username', name));
});

test('different names stay different', () => {
  const names = ['sara', 'сара', 'lara', 'лара', 'саша', 'sasha', 'νικος', 'nikos2', 'محمد', 'محمّد'];
  expect(new Set(names.map((name) => claimKey('username', name).PK)).size).toBe(names.length);
});
