import { openApi30Document } from '../../functions/contract/documents/openapi-30';
import type { JsonSchema } from '../../functions/contract/documents/schema-parts';
import { PROBLEM_CODES } from '../../functions/contract/problems';
import { problemsOf } from '../../functions/contract/route-problems';
import { type Route, type RouteName, routes } from '../../functions/contract/routes';
import { document, faultsAt, operationOf } from '../../testing/documented';

const names = Object.entries(routes) as [RouteName, Route][];

test('every route is an operation, and every operation is a route', () => {
  const operations = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(operations.sort()).toEqual(Object.keys(routes).sort());
});

test('every problem is documented by some route, or means that there is no route', () => {
  const answered = new Set(names.flatMap(([, route]) => problemsOf(route)));
  expect(PROBLEM_CODES.filter((code) => !answered.has(code))).toEqual(['method_not_allowed']);
});

test('every problem has an example that fits the schema', () => {
  for (const [name, example] of Object.entries(document.components.examples)) {
    const schema = name === 'GatewayMessage' ? name : 'Problem';
    expect([name, faultsAt(['components', 'schemas', schema], example.value)]).toEqual([name, '']);
  }
});

describe('for client generators', () => {
  const schemas = schemasIn(document);

  test('every object has a name, as generators forget which fields of unnamed ones are nullable', () => {
    const anonymous = schemas.filter(({ schema, isNamed }) => schema.properties !== undefined && !isNamed);
    expect(anonymous.map(({ at }) => at)).toEqual([]);
  });

  test('whatever is nullable is a list of types or a named one, and everything else has one type', () => {
    const unclear = schemas.filter(({ schema }) => {
      const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
      const isChoice = schema.anyOf?.some(({ type }) => type === 'null');
      return types.length > 1 || (isChoice && schema.anyOf?.every(({ $ref }) => $ref === undefined));
    });
    expect(unclear.map(({ at }) => at)).toEqual([]);
  });

  test('no example is null, as generators forget that such a field is nullable', () => {
    expect(schemas.filter(({ schema }) => schema.examples?.includes(null))).toEqual([]);
  });

  test('every number has a format', () => {
    const numbers = schemas.filter(({ schema }) => /number|integer/.test(String(schema.type)));
    expect(numbers.filter(({ schema }) => schema.format === undefined)).toEqual([]);
  });

  test('there is no choice between shapes, as generators merge them into one that needs them all', () => {
    const choices = schemas.filter(
      ({ schema }) => (schema.anyOf?.length ?? 0) > 2 || schema.oneOf || schema.allOf,
    );
    expect(choices.map(({ at }) => at)).toEqual([]);
  });

  test('no boolean has a single value, which Java turns into an enum', () => {
    const single = schemas.filter(({ schema }) => typeof schema.const === 'boolean');
    expect(single.map(({ at }) => at)).toEqual([]);
  });

  // openapi-generator 7.14 then forgets that the object may be null, and its Java does not compile.
  test('no boolean next to a nullable object has examples', () => {
    const besides = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) => {
      const fields = Object.values(properties).filter((field) => typeof field === 'object');
      const hasNullable = fields.some(({ anyOf }) => anyOf?.some(({ type }) => type === 'null'));
      return hasNullable && fields.some(({ type, examples }) => type === 'boolean' && examples) ? [name] : [];
    });
    expect(besides).toEqual([]);
  });

  test("no schema is named like another's constructor", () => {
    const named = Object.keys(document.components.schemas);
    expect(
      named.filter((name) => named.includes(name.replace(/^New/, '')) && name.startsWith('New')),
    ).toEqual([]);
  });

  test('the 3.0 document has nothing left of 3.1', () => {
    const old = JSON.stringify(openApi30Document(document));
    expect(old).not.toMatch(
      /"type":\[|"type":"null"|"const":|"exclusiveMinimum":\d|"identifier":|"propertyNames":/,
    );
  });
});

test('no cursor parameter accepts an empty string, which no list returns', () => {
  const cursors = names.flatMap(([name]) =>
    (operationOf(name).operation.parameters ?? []).filter((one) => 'name' in one && one.name === 'cursor'),
  );
  expect(cursors.length).toBeGreaterThan(5);
  for (const cursor of cursors) {
    const { pattern = '' } = 'schema' in cursor ? cursor.schema : {};
    expect(['', 'eyJhIjoxfQ'].map((text) => new RegExp(pattern).test(text))).toEqual([false, true]);
  }
});

describe.each(names)('%s', (name, route) => {
  const { operation, place } = operationOf(name);

  test('requires a token unless anyone may call it', () => {
    expect(operation.security).toEqual(route.access === 'anyone' ? [] : [{ accessToken: [] }]);
  });

  test('documents every parameter of its path, as required', () => {
    const documented = (operation.parameters ?? []).flatMap((parameter) =>
      'name' in parameter && parameter.in === 'path' ? [[parameter.name, parameter.required]] : [],
    );
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => [parameter, true]);
    expect(documented).toEqual(inPath);
  });

  test('takes an Idempotency-Key where it can be repeated, and only there', () => {
    const takesKey = JSON.stringify(operation.parameters ?? []).includes('parameters/IdempotencyKey');
    expect(takesKey).toBe(route.isRepeatable ?? false);
  });

  test('has examples of its request and its answer that fit their schemas', () => {
    const contents = [
      [...place, 'requestBody'],
      [...place, 'responses', String(route.success.status)],
    ];
    for (const at of contents) {
      for (const [type, { example }] of contentAt(at)) {
        expect(faultsAt([...at, 'content', type, 'schema'], example)).toBe('');
      }
    }
  });

  test('has an example of its request that the route itself accepts', () => {
    const example = operation.requestBody?.content['application/json']?.example;
    expect(route.request.body?.safeParse(example).error).toBeUndefined();
  });
});

interface Located {
  at: string;
  schema: JsonSchema;
  /** It stands by itself under the components. */
  isNamed: boolean;
}

/** Every schema of a document, also those within another. */
function schemasIn(value: unknown, at = ''): Located[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    if (/^(example|examples|value)$/.test(name)) return [];
    const place = `${at}/${name}`;
    const isNamed = at.endsWith('/components/schemas');
    const isSchema = isNamed || /(^|\/)(schema|items|properties\/\w+|anyOf\/\d+)$/.test(place);
    return [...(isSchema ? [{ at: place, schema: part, isNamed }] : []), ...schemasIn(part, place)];
  });
}

function contentAt(place: readonly string[]): [string, { example: unknown }][] {
  const found = place.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document,
  );
  if (typeof found !== 'object' || found === null || !('content' in found)) return [];
  return Object.entries(found.content ?? {});
}
