import { type JsonSchema, withParts } from './schema-parts';

/**
 * Writes a schema the way client generators understand it. Nullable values have a list of types rather than a choice
 * of two schemas, which would become a class of its own. Every number states its width: otherwise Go uses a 32-bit
 * float for an amount, and Java a 32-bit int for a quantity. What is always `true` is a boolean: for a single value,
 * Java generates an enum that doesn't compile.
 */
export function plainlyShaped(schema: JsonSchema): JsonSchema {
  return withWidth(wholeBoolean(withoutNullExample(nullableOf(withParts(schema, plainlyShaped)))));
}

function wholeBoolean({ const: only, ...schema }: JsonSchema): JsonSchema {
  return only === undefined || typeof only === 'boolean' ? schema : { ...schema, const: only };
}

/** A choice that refers to a component stays a choice. */
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

/** Drops null examples: they make generators forget that the value is nullable. Without one, null is shown anyway. */
function withoutNullExample({ examples, ...schema }: JsonSchema): JsonSchema {
  return examples === undefined || examples.includes(null) ? schema : { ...schema, examples };
}

function withWidth(schema: JsonSchema): JsonSchema {
  const types = [schema.type].flat();
  if (schema.format !== undefined || schema.enum !== undefined) return schema;
  if (types.includes('number')) return { ...schema, format: 'double' };
  return types.includes('integer') ? { ...schema, format: 'int64' } : schema;
}
