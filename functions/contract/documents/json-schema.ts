import * as z from 'zod';
import { plainlyShaped } from './plain-shapes';
import type { JsonSchema } from './schema-parts';

const HOME = '#/components/schemas/';

/** JSON Schemas of zod schemas for one document: those with an `id` in their meta become its components. */
export class SchemaCollection {
  readonly named: Record<string, JsonSchema> = {};

  /** @param io `input` for what is sent to us, before parsing; `output` for what we send */
  add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io, override: showPlainly });
    for (const [name, definition] of Object.entries($defs)) this.named[name] = atHome(definition);
    return atHome(root);
  }

  /** The schema itself if this one is only a reference. */
  resolve(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.replace(HOME, '');
    return (name !== undefined && this.named[name]) || schema;
  }
}

function atHome(schema: JsonSchema): JsonSchema {
  return plainlyShaped(JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${HOME}`)));
}

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

/**
 * A choice between objects is shown as one object with the fields of all (`shownAs`): otherwise client generators
 * produce one that requires every field.
 */
const showPlainly: Override = (context) => {
  const { shownAs, id: _, ...meta } = z.globalRegistry.get(context.zodSchema) ?? {};
  if (!(shownAs instanceof z.ZodType)) return preferMeta(context);
  for (const key of Object.keys(context.jsonSchema)) Reflect.deleteProperty(context.jsonSchema, key);
  const { $schema: __, ...shown } = z.toJSONSchema(shownAs, { io: 'input', override: preferMeta });
  Object.assign(context.jsonSchema, shown, meta);
};

/**
 * zod drops examples of transformed input, as it can't know which side they belong to: ours are always of what is
 * sent. A meta that states a type replaces the whole schema, such as for a number parsed from a query's text.
 */
const preferMeta: Override = ({ zodSchema, jsonSchema }) => {
  const { id: _, ...meta } = z.globalRegistry.get(zodSchema) ?? {};
  if (meta.type !== undefined)
    for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
  if (meta.type !== undefined || meta.examples !== undefined) Object.assign(jsonSchema, meta);
  // That integers fit into a double goes without saying.
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};
