import type middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger } from '../../logger';
import { isTransient, StoreUnavailable } from '../../storage/table/retry';
import { problemResponse } from './problem';

interface Requested {
  requestContext: { requestId: string };
}

/**
 * Turns anything thrown into a problem document. Rejections are returned, not thrown, so this is always a failure; the
 * client learns no details of an unexpected one.
 */
export function answerProblems(): middy.MiddlewareObj<Requested, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      request.response = problemResponse(failureOf(request.error), request.event.requestContext.requestId);
    },
  };
}

function failureOf(error: unknown): 'unavailable' | 'internal_error' {
  // Middy's early timeout has the same error name as the SDK's: for both a retry may succeed.
  if (error instanceof StoreUnavailable || isTransient(error)) {
    logger.warn('dependency unavailable', { error });
    return 'unavailable';
  }
  logger.error('unexpected error', error instanceof Error ? error : new Error(String(error)));
  return 'internal_error';
}
