import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { handler } from '../../functions/http/answer-unrouted';
import { aContext, keptEvent } from '../../testing/api';

async function answerTo(rawPath: string, rawQueryString = '', method = 'GET') {
  const requestContext = { requestId: 'r', http: { method, path: rawPath } };
  const event = { ...keptEvent('get-stock'), rawPath, rawQueryString, requestContext };
  return await handler(z.custom<APIGatewayProxyEventV2>().parse(event), aContext('answer-unrouted'));
}

test('a path that no route matches is answered with a problem document', async () => {
  const { statusCode, headers, body } = await answerTo('/api/nowhere');
  expect([statusCode, headers?.['content-type']]).toEqual([404, 'application/problem+json']);
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 'not_found', status: 404 });
});

test.each([
  ['TRACE', '/api/stocks', 'GET'],
  ['PUT', '/api/users', 'POST, GET'],
  ['POST', '/api/users/me/orders/', 'GET, DELETE'],
  ['DELETE', '/api/openapi.json', 'GET'],
])('%s on %s is a 405 that names the allowed methods', async (method, path, allow) => {
  const { statusCode, headers, body } = await answerTo(path, '', method);
  expect([statusCode, headers?.allow]).toEqual([405, allow]);
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 'method_not_allowed', status: 405 });
});

test('a trailing slash is redirected to the path without it, keeping method, body and query', async () => {
  const { statusCode, headers } = await answerTo('/api/stocks/', 'limit=2');
  expect([statusCode, headers?.location]).toEqual([308, '/api/stocks?limit=2']);
});

test.each(['/', '//evil.example/'])('%s is not redirected', async (path) => {
  expect((await answerTo(path)).statusCode).toBe(404);
});

test('the answer carries the headers that every answer carries', async () => {
  const { headers } = await answerTo('/api/nowhere');
  expect(headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff' });
});
