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

/** Gives every line of a request the ids of what it is about, and logs the outcome at its end. */
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
      // An instance answers one request after another, and the ids of the last one are not those of this one.
      logger.resetKeys();
      logger.appendKeys(idsOf(request.event));
      Reflect.set(request.internal, startOfRequest, performance.now());
    },
    after: logAnswer,
    onError: logAnswer,
  };
}

/** The request id is the one of the access log and of the problem documents; Lambda has another for the invocation. */
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
