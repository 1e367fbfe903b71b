import type * as z from 'zod';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schema with each nested schema rewritten. */
export function withParts(schema: JsonSchema, rewrite: (part: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, anyOf } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, part]) => [name, isSchema(part) ? rewrite(part) : part]),
      ),
    }),
    ...(isSchema(items) && { items: rewrite(items) }),
    ...(isSchema(additionalProperties) && { additionalProperties: rewrite(additionalProperties) }),
    ...(anyOf && { anyOf: anyOf.map(rewrite) }),
  };
}

export function isSchema(part: unknown): part is JsonSchema {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
