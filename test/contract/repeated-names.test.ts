import * as fc from 'fast-check';
import { repeatedNames } from '../../functions/contract/repeated-names';

/** The repeated names, each with the position of its object. */
function found(json: string): string[] {
  return repeatedNames(json).map(({ name, index }) => (index === undefined ? name : `${index}.${name}`));
}

test.each<[string, string[]]>([
  ['{"a":1,"a":2}', ['a']],
  ['{"a":1,"b":2,"a":1,"a":3,"b":null}', ['a', 'b']],
  ['{"price":1,"pr\\u0069ce":2}', ['price']],
  [' { "a" \n:\t1 , "a"\r\n: 2 } ', ['a']],
  ['{"":1,"":2}', ['']],
  ['{"a\\"":1,"a\\"":2}', ['a"']],
  ['{"a\\\\":1,"a\\\\":2}', ['a\\']],
  ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ['[{"a":1},{"a":1,"a":2},{"b":[1,2],"b":{}}]', ['1.a', '2.b']],
  ['[[1,2],"a,b",{"a":1,"a":2}]', ['2.a']],
])('%s repeats %j', (json, names) => {
  expect(found(json)).toEqual(names);
});

test.each([
  ...['null', '1', '"a"', '{}', '[]', '{"a":1,"b":1}', '{"a":1,"A":2}', '{"a":"a","b":"a"}'],
  ...['{"a":"\\",\\"a\\":"}', '{"a":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":["a","a"]}', '[["a"],["a"]]'],
  // Deeper than any field of ours.
  ...['{"a":{"b":1,"b":2}}', '[[{"a":1,"a":2}]]', '[{"a":{"b":1,"b":2}}]'],
])('%s repeats nothing', (json) => {
  expect(found(json)).toEqual([]);
});

test('the object with a repeated name is quoted as sent', () => {
  const [repeated] = repeatedNames('[1, {"a":1e400, "a":{"b":"}"}} ]');
  expect(repeated).toEqual({ name: 'a', index: 1, object: '{"a":1e400, "a":{"b":"}"}}' });
});

test('serialized values never repeat a name, and an added second field is found', () => {
  const holds = fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (object, name) => {
    expect(found(JSON.stringify([object], undefined, 1))).toEqual([]);
    const field = `${JSON.stringify(name)}:0`;
    const rest = JSON.stringify(object).slice(1);
    expect(found(`{${field},${field}${rest === '}' ? '' : ','}${rest}`)).toEqual([name]);
  });
  fc.assert(holds, { seed: 12 });
});
