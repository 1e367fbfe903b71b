import type { OpenApiDocument } from '../../../functions/contract/documents/openapi';
import { type Step, story } from './story';

type Operation = OpenApiDocument['paths'][string][string];

interface Located {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Values of path parameters that aren't in the environment. */
const OTHER_PARAMETERS: Record<string, string> = { file: 'swagger-ui.css' };
const IN_ENVIRONMENT = new Set(['user_id', 'stock_id', 'order_id']);

/** A Postman collection of every operation, in the order of the story, followed by those it leaves out. */
export function postmanCollection(document: OpenApiDocument) {
  const located = locate(document);
  const told = new Set(story.map(({ operation }) => operation));
  const untold = [...located.keys()]
    .filter((name) => !told.has(name))
    .map((operation): Step => ({ operation }));
  return {
    info: {
      _postman_id: '5e0c6f2c-0f57-4f0e-8f4e-2f1f4b0f6d13',
      name: document.info.title,
      description: `Generated from docs/openapi.json by \`npm run contract\`.\n\n${document.info.description}`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: [...story, ...untold].map((step) => itemOf(step, find(located, step.operation))),
  };
}

function locate({ paths }: OpenApiDocument): Map<string, Located> {
  const entries = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): [string, Located] => [
      operation.operationId,
      { method: method.toUpperCase(), path, operation },
    ]),
  );
  return new Map(entries);
}

function find(located: Map<string, Located>, name: string): Located {
  const found = located.get(name);
  if (!found) throw new Error(`the story has ${name}, which is not an operation of the document`);
  return found;
}

function itemOf(step: Step, { method, path, operation }: Located) {
  const body = step.body ?? operation.requestBody?.content['application/json']?.example;
  const headers = { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...step.headers };
  return {
    name: step.name ?? operation.summary,
    event: [script('prerequest', step.before ?? []), script('test', testsOf(step, operation))],
    request: {
      description: operation.description,
      auth: authOf(step, operation),
      method,
      header: Object.entries(headers).map(([key, value]) => ({ key, value })),
      url: urlOf(path, step.query ?? {}),
      ...(body !== undefined && {
        body: {
          mode: 'raw',
          raw: JSON.stringify(body, undefined, 2),
          options: { raw: { language: 'json' } },
        },
      }),
    },
  };
}

function authOf({ as }: Step, { security }: Operation) {
  if (security.length === 0) return { type: 'noauth' };
  const token = as === 'administrator' ? '{{admin_token}}' : '{{access_token}}';
  return { type: 'bearer', bearer: [{ key: 'token', value: token, type: 'string' }] };
}

function urlOf(path: string, query: Record<string, string>) {
  const parts = path
    .split('/')
    .slice(1)
    .map((part) => part.replace(/^\{(\w+)\}$/, (_, name: string) => placeholderOf(name)));
  const search = new URLSearchParams(query).toString();
  return {
    raw: `{{base_url}}/${parts.join('/')}${search && `?${search}`}`,
    host: ['{{base_url}}'],
    path: parts,
    ...(search && { query: Object.entries(query).map(([key, value]) => ({ key, value })) }),
  };
}

function placeholderOf(name: string): string {
  return IN_ENVIRONMENT.has(name) ? `{{${name}}}` : (OTHER_PARAMETERS[name] ?? name);
}

function testsOf({ statuses, check = [] }: Step, { responses }: Operation): string[] {
  const expected =
    statuses ??
    Object.keys(responses)
      .map(Number)
      .filter((status) => status < 300);
  return [
    `pm.test('status ${expected.join(' or ')}', () => pm.expect(${JSON.stringify(expected)}).to.include(pm.response.code));`,
    ...(check.length > 0 ? ['const answer = pm.response.json();', ...check] : []),
  ];
}

function script(listen: 'prerequest' | 'test', exec: readonly string[]) {
  return { listen, script: { type: 'text/javascript', exec } };
}
