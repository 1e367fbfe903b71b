import { type JsonSchema, withParts } from './schema-parts';

/**
 * Writes a schema the way that generators of clients understand it. What may be null is a list of types rather than a
 * choice of two schemas, of which they would make a class of its own. And every number says how wide it is: otherwise
 * Go makes a float of 32 bits of an amount, and Java an int of 32 bits of a quantity. What is always `true` is a boolean:
 * of one with a single value Java makes a list of words that does not compile.
 */
export function plainlyShaped(schema: JsonSchema): JsonSchema {
  return withWidth(wholeBoolean(withoutNullExample(nullableOf(withParts(schema, plainlyShaped)))));
}

function wholeBoolean({ const: only, ...schema }: JsonSchema): JsonSchema {
  return only === undefined || typeof only === 'boolean' ? schema : { ...schema, const: only };
}

/** A choice that refers to a component stays one. */
function nullableOf(schema: JsonSchema): JsonSchema {
  const { anyOf, ...outer } = schema;
  const [inner, none, another] = anyOf ?? [];
  if (none?.type !== 'null' || another !== undefined || typeof inner?.type !== 'string') return schema;
  return {
    ...inner,
    ...outer,
    type: [inner.type, 'null'],
    ...(inner.enum && { enum: [...inner.enum, null] }),
  };
}

/** What may be null and has no example is null in one; an example that is null makes generators forget that it may be. */
function withoutNullExample({ examples, ...schema }: JsonSchema): JsonSchema {
  return examples === undefined || examples.includes(null) ? schema : { ...schema, examples };
}

function withWidth(schema: JsonSchema): JsonSchema {
  const types = [schema.type].flat();
  if (schema.format !== undefined || schema.enum !== undefined) return schema;
  if (types.includes('number')) return { ...schema, format: 'double' };
  return types.includes('integer') ? { ...schema, format: 'int64' } : schema;
}
