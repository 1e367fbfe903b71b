import type middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger } from '../../logger';
import { isTransient, StoreUnavailable } from '../../storage/table/retry';
import { problemResponse } from './problem';

interface Requested {
  requestContext: { requestId: string };
}

/**
 * Turns whatever was thrown into a problem document. Rejections are not, so it is a failure: of anything unexpected the
 * client learns nothing but that.
 */
export function answerProblems(): middy.MiddlewareObj<Requested, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      request.response = problemResponse(failureOf(request.error), request.event.requestContext.requestId);
    },
  };
}

function failureOf(error: unknown): 'unavailable' | 'internal_error' {
  // Middy's own end of a function that is out of time has the name of an SDK's: both may go better the next time.
  if (error instanceof StoreUnavailable || isTransient(error)) {
    logger.warn('what this needs is unavailable', { error });
    return 'unavailable';
  }
  logger.error('unexpected error', error instanceof Error ? error : new Error(String(error)));
  return 'internal_error';
}
