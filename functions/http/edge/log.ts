import type middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger } from '../../logger';

/** Logs what a request came to, with its path, which names the user and the order. */
export function logRequests(
  route: string,
): middy.MiddlewareObj<{ rawPath: string }, APIGatewayProxyStructuredResultV2> {
  const startOfRequest = Symbol('start');
  const logAnswer: middy.MiddlewareFn<{ rawPath: string }, APIGatewayProxyStructuredResultV2> = (request) => {
    const startedAtMs = Number(Reflect.get(request.internal, startOfRequest));
    logger.info('answered', {
      route,
      path: request.event.rawPath,
      status: request.response?.statusCode,
      duration_ms: Date.now() - startedAtMs,
    });
  };
  return {
    before: (request) => {
      logger.addContext(request.context);
      Reflect.set(request.internal, startOfRequest, Date.now());
    },
    after: logAnswer,
    onError: logAnswer,
  };
}
