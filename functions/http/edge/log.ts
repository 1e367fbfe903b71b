import type middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger } from '../../logger';
import { publishMetrics } from '../../metrics';
import { callerOf } from './caller';

interface Requested {
  rawPath: string;
  pathParameters?: Record<string, string | undefined> | undefined;
  requestContext: { requestId: string; authorizer?: unknown };
}

/** Adds the ids a request concerns to each of its log lines, and logs the outcome at the end. */
export function logRequests(
  route: string,
): middy.MiddlewareObj<Requested, APIGatewayProxyStructuredResultV2> {
  const startOfRequest = Symbol('start');
  const logAnswer: middy.MiddlewareFn<Requested, APIGatewayProxyStructuredResultV2> = (request) => {
    const startedAtMs = Number(Reflect.get(request.internal, startOfRequest));
    logger.info('answered', {
      route,
      path: request.event.rawPath,
      status: request.response?.statusCode,
      duration_ms: Math.round(performance.now() - startedAtMs),
    });
    publishMetrics();
  };
  return {
    before: (request) => {
      logger.addContext(request.context);
      // Where an instance serves one request after another, the previous one's ids are still there.
      logger.resetKeys();
      logger.appendKeys(idsOf(request.event));
      Reflect.set(request.internal, startOfRequest, performance.now());
    },
    after: logAnswer,
    onError: logAnswer,
  };
}

/** The request id is that of the access log and the problem documents; Lambda's own id is the invocation's. */
function idsOf({ requestContext, pathParameters }: Requested): Record<string, string | undefined> {
  const { user_id, order_id, stock_id } = pathParameters ?? {};
  const caller = callerOf(requestContext.authorizer)?.userId;
  return {
    request_id: requestContext.requestId,
    caller_id: caller,
    user_id: user_id === 'me' ? caller : user_id,
    order_id,
    stock_id,
  };
}
