import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { PROBLEMS, type ProblemCode, type ProblemDocument, problemType } from '../../contract/problems';

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A request that the edge refuses. Thrown by what parses and authorises, answered in `serve`, nowhere else. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly code: ProblemCode,
    readonly errors?: readonly FieldError[],
    /** Instead of the general one of the code; never the text of somebody else's error. */
    readonly detail?: string,
  ) {
    super(code);
  }
}

const RETRY_AFTER_SECONDS = '1';

export function problemResponse(problem: HttpProblem, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { status, title, detail } = PROBLEMS[problem.code];
  const document: ProblemDocument = {
    type: problemType(problem.code),
    title,
    status,
    detail: problem.detail ?? detail,
    code: problem.code,
    ...(problem.errors && { errors: [...problem.errors] }),
    request_id: requestId,
  };
  const isTemporary = status === 503 || status === 429;
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(isTemporary && { 'retry-after': RETRY_AFTER_SECONDS }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify(document),
  };
}
