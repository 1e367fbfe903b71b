import type { OpenApiDocument } from './openapi';
import type { JsonSchema } from './schema-parts';
import { isSchema, withParts } from './schema-parts';

/**
 * The same document in OpenAPI 3.0, for tools that don't support 3.1, such as oapi-codegen. For 3.1's type `null`, list
 * of examples and exclusive limits, 3.0 has a flag, a single example and another flag.
 */
export function openApi30Document({ info, paths, components, ...rest }: OpenApiDocument): object {
  const { identifier: _, ...license } = info.license;
  return {
    ...rest,
    openapi: '3.0.3',
    info: { ...info, license },
    paths: withOldSchemas(paths),
    components: { ...withOldSchemas(components), schemas: mapValues(components.schemas, oldSchema) },
  };
}

/** Everything under the name `schema` is a schema; examples stay unchanged. */
function withOldSchemas<Part extends object>(part: Part): object {
  return mapValues(part, (value, name) => {
    if (name === 'schema' && isSchema(value)) return oldSchema(value);
    if (Array.isArray(value)) return value.map((one) => (isSchema(one) ? withOldSchemas(one) : one));
    return isSchema(value) && name !== 'example' && name !== 'value' ? withOldSchemas(value) : value;
  });
}

function oldSchema(schema: JsonSchema): JsonSchema {
  const {
    examples,
    type,
    const: only,
    exclusiveMinimum,
    anyOf,
    // JSON names are always strings; 3.0 doesn't state that.
    propertyNames: _,
    ...same
  } = withParts(schema, oldSchema);
  const [example] = examples ?? [];
  const types = [type ?? []].flat();
  const isNullable = types.includes('null') || anyOf?.some((part) => part.type === 'null');
  const choices = anyOf?.filter((part) => part.type !== 'null');
  return {
    ...same,
    ...(types.length > 0 && { type: types.filter((one) => one !== 'null')[0] }),
    ...(isNullable && { nullable: true }),
    ...(choices && (isNullable && choices.length === 1 ? { allOf: choices } : { anyOf: choices })),
    ...(only !== undefined && { enum: [only] }),
    ...(typeof exclusiveMinimum === 'number' && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
    ...(example !== undefined && example !== null && { example }),
  };
}

function mapValues<Value>(
  part: { readonly [name: string]: Value } | object,
  change: (value: Value, name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, change(value, name)]));
}
