import * as z from 'zod';
import { PROBLEM_CODES, PROBLEMS, type ProblemCode, type ProblemDocument, problemType } from '../problems';
import type { Route } from '../route';
import { problemsOf } from '../route-problems';
import type { JsonSchema } from './schema-parts';

interface Reference {
  readonly $ref: string;
}

export interface DocumentedAnswer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Reference>>;
  readonly content: Readonly<
    Record<string, { schema: JsonSchema; example?: unknown; examples?: Record<string, Reference> }>
  >;
}

/** The gateway's own responses, before or instead of a function's. They aren't problem documents. */
export const gatewayMessage = z.object({ message: z.string() }).meta({ id: 'GatewayMessage' });
export const GATEWAY_MESSAGE = { summary: 'From the gateway itself', value: { message: 'Unauthorized' } };
const STATUSES_OF_THE_GATEWAY = new Set([401, 403, 413, 429, 500, 503]);

const TITLES: Record<number, string> = {
  400: 'The request is not valid, or a rule forbids it.',
  401: 'The token is missing, expired or not ours, or the credentials are wrong.',
  403: 'The caller is not allowed to do this.',
  404: 'The resource does not exist.',
  409: 'It conflicts with the current state.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The key was already used with another request.',
  429: 'Too many requests.',
  500: 'Our fault.',
  503: 'Busy. Either nothing changed, or a retry with the same Idempotency-Key returns the outcome.',
};

export const HEADERS = {
  IdempotencyReplayed: {
    description: '`true` on the stored response to a request repeated with its key.',
    schema: { type: 'string', enum: ['true'] },
  },
  RetryAfter: {
    description: 'Seconds to wait before the next attempt.',
    schema: { type: 'string', pattern: String.raw`^\d+$` },
    example: '1',
  },
  Challenge: {
    description: 'The authentication scheme, and what is wrong with the token sent.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
};

/** One response per status, with an example of each problem that has it. */
export function problemAnswers(route: Route): Record<string, DocumentedAnswer> {
  const codes = problemsOf(route);
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [status, answerOf(status, codes)]));
}

function answerOf(status: number, codes: readonly ProblemCode[]): DocumentedAnswer {
  const headers = headersOf(status);
  const examples = codes
    .filter((code) => PROBLEMS[code].status === status)
    .map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  return {
    description: TITLES[status] ?? 'A problem.',
    ...(headers && { headers }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
      ...(STATUSES_OF_THE_GATEWAY.has(status) && {
        'application/json': {
          schema: { $ref: '#/components/schemas/GatewayMessage' },
          examples: { gateway: { $ref: '#/components/examples/GatewayMessage' } },
        },
      }),
    },
  };
}

function headersOf(status: number): DocumentedAnswer['headers'] {
  if (status === 401) return { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } };
  if (status === 429 || status === 503) return { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };
  return undefined;
}

export function problemExamples(routes: readonly Route[]) {
  const answered = new Set(routes.flatMap(problemsOf));
  return Object.fromEntries(
    PROBLEM_CODES.filter((code) => answered.has(code)).map((code) => [
      code,
      { summary: PROBLEMS[code].title, value: exampleOf(code) },
    ]),
  );
}

function exampleOf(code: ProblemCode): ProblemDocument {
  const { status, title, detail } = PROBLEMS[code];
  return {
    type: problemType(code),
    title,
    status,
    detail,
    code,
    ...(code === 'invalid_request' && { errors: [{ field: 'total', message: 'must be at least 1' }] }),
    request_id: 'JKJaXmPLvHcESHA=',
  };
}
