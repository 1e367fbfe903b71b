import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { PROBLEMS, type ProblemCode, type ProblemDocument, problemType } from '../../contract/problems';
import type { FieldError } from '../../domain/rejection';

const RETRY_AFTER_SECONDS = '1';

export function problemResponse(
  code: ProblemCode,
  requestId: string,
  errors?: readonly FieldError[],
): APIGatewayProxyStructuredResultV2 {
  const { status, title, detail } = PROBLEMS[code];
  const document: ProblemDocument = {
    type: problemType(code),
    title,
    status,
    detail,
    code,
    ...(errors && { errors: [...errors] }),
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
