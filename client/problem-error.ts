import type { components } from './schema';

type Problem = components['schemas']['Problem'];
/** `gateway`: refused before it reached the API, with nothing but a message. */
export type ProblemCode = Problem['code'] | 'gateway';

/** An answer that is not a success. Branch on `code`; docs/problems.md says what to do about each. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: NonNullable<Problem['errors']>;
  readonly requestId: string | undefined;

  constructor(
    readonly status: number,
    text: string,
  ) {
    const problem = parseProblem(text);
    super(problem?.detail ?? `The answer was ${status}: ${text.slice(0, 200)}`);
    this.code = problem?.code ?? 'gateway';
    this.errors = problem?.errors ?? [];
    this.requestId = problem?.request_id;
  }
}

function parseProblem(text: string): Problem | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isProblem(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
