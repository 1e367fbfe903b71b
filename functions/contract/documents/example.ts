import type { SchemaCollection } from './json-schema';
import type { JsonSchema } from './schema-parts';

/**
 * A value that fits a schema, for people to read and try: the schema's own example if it has one, otherwise composed
 * from those of its parts, so every new field or route has one.
 */
export function exampleOf(given: JsonSchema, schemas: SchemaCollection): unknown {
  const schema = schemas.resolve(given);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (mayBeNull(schema)) return null;
  if (schema.enum) return schema.enum[0];
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative) return exampleOf(alternative, schemas);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return exampleObject(schema, schemas);
    case 'array':
      return isSchema(schema.items) ? [exampleOf(schema.items, schemas)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    default:
      return schema.format === 'date-time' ? '2026-01-05T12:00:00Z' : 'text';
  }
}

function mayBeNull({ type, anyOf = [] }: JsonSchema): boolean {
  return [type].flat().includes('null') || anyOf.some((choice) => choice.type === 'null');
}

function exampleObject({ properties = {} }: JsonSchema, schemas: SchemaCollection): Record<string, unknown> {
  const fields = Object.entries(properties).filter(([, field]) => isSchema(field));
  return Object.fromEntries(
    fields.map(([name, field]) => [name, isSchema(field) ? exampleOf(field, schemas) : undefined]),
  );
}

function isSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}
