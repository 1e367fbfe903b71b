import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { basePath, type Route } from '../contract/route';
import { routes } from '../contract/routes';
import { cameThroughEdge } from './edge/front';
import { problemResponse } from './edge/problem';
import { securityHeaders } from './edge/security-headers';

/**
 * Answers requests that match no route: a path with a trailing slash is redirected, keeping method and body, and
 * anything else gets a problem document like every other error.
 */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(securityHeaders())
  .handler(answerUnrouted);

async function answerUnrouted(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { rawPath, rawQueryString, requestContext } = event;
  if (!cameThroughEdge(event)) return problemResponse('forbidden', requestContext.requestId);
  const path = rawPath.replace(/\/+$/, '');
  const methods = methodsOf(path);
  if (methods.length > 0 && !methods.includes(requestContext.http.method)) {
    const answer = problemResponse('method_not_allowed', requestContext.requestId);
    return { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } };
  }
  if (path === '' || path === rawPath || path.startsWith('//')) {
    return problemResponse('not_found', requestContext.requestId);
  }
  const location = rawQueryString ? `${encodeURI(path)}?${rawQueryString}` : encodeURI(path);
  return { statusCode: 308, headers: { location, 'cache-control': 'no-store' } };
}

const known = Object.values<Route>(routes).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${basePath}${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The methods of the resource at `path`, or none if there is no such resource. */
function methodsOf(path: string): string[] {
  return [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}
