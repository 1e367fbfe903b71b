import type * as z from 'zod';
import type { Access, Route } from '../route';
import { exampleOf } from './example';
import type { SchemaCollection } from './json-schema';
import { type DocumentedAnswer, problemAnswers } from './openapi-answers';
import type { JsonSchema } from './schema-parts';

const WHO: Record<Access, string> = {
  anyone: 'Open to anyone.',
  'signed-in': 'For anyone signed in.',
  self: 'Only for the user in the path.',
  'self-or-admin': 'For the user in the path and for administrators.',
  admin: 'For administrators.',
};

const REPEATABLE = 'Send an `Idempotency-Key` to repeat it safely.';

/** Without an example: documentation pages would fill it in, and requests with the same key are repetitions. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Your own name for this request, such as a new UUID. The same request with the same key is carried out only ' +
    'once; for 24 hours a repetition gets the stored response.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/** @param name of the route's function, which is its name everywhere */
export function operationOf(name: string, route: Route, schemas: SchemaCollection) {
  const { access, request, success, accepted, summary, tag, isRepeatable = false } = route;
  const responses: Record<string, DocumentedAnswer> = {
    [success.status]: successOf(route, schemas),
    ...(accepted && {
      202: { description: accepted.description, content: contentOf(accepted.body, 'output', schemas) },
    }),
    ...problemAnswers(route),
  };
  const parameters = [
    ...parametersOf(request.path, 'path', schemas),
    ...parametersOf(request.query, 'query', schemas),
    ...(isRepeatable ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: isRepeatable ? `${WHO[access]} ${REPEATABLE}` : WHO[access],
    security: access === 'anyone' ? [] : [{ accessToken: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(request.body && {
      requestBody: { required: true, content: contentOf(request.body, 'input', schemas) },
    }),
    responses,
  };
}

function successOf({ success, isRepeatable = false }: Route, schemas: SchemaCollection): DocumentedAnswer {
  return {
    description: success.description,
    ...(isRepeatable && {
      headers: { 'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' } },
    }),
    content: contentOf(success.body, 'output', schemas, success.mediaTypes),
  };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query', schemas: SchemaCollection) {
  const { properties = {}, required = [] } = schemas.resolve(schemas.add(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => {
    const { description, examples, ...constraints } = fieldOf(property);
    const [example] = examples ?? [];
    const isRequired = place === 'path' || required.includes(name);
    // Documentation pages fill in examples, which would turn an example of a filter into an actual filter.
    const hint = !isRequired && example !== undefined && `Such as \`${String(example)}\`.`;
    const text = [description, hint].filter(Boolean).join(' ');
    return {
      name,
      in: place,
      required: isRequired,
      ...(text && { description: text }),
      schema: constraints,
      ...(isRequired && example !== undefined && { example }),
    };
  });
}

function fieldOf(property: JsonSchema | boolean): JsonSchema {
  return typeof property === 'boolean' ? {} : property;
}

function contentOf(
  body: z.ZodType,
  io: 'input' | 'output',
  schemas: SchemaCollection,
  mediaTypes: readonly string[] = ['application/json'],
) {
  const schema = schemas.add(body, io);
  const example = exampleOf(schema, schemas);
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema, example }]));
}
