import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { handler } from '../../functions/http/answer-unrouted';
import { keptEvent } from '../support/api';

function request(rawPath: string, rawQueryString = ''): APIGatewayProxyEventV2 {
  return z.custom<APIGatewayProxyEventV2>().parse({ ...keptEvent('get-stock'), rawPath, rawQueryString });
}

test('a path that no route takes is a problem document', async () => {
  const { statusCode, headers, body } = await handler(request('/api/nowhere'));
  expect([statusCode, headers?.['content-type']]).toEqual([404, 'application/problem+json']);
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 'not_found', status: 404 });
});

test('a slash too many is sent to the path without it, with method, body and query', async () => {
  const { statusCode, headers } = await handler(request('/api/stocks/', 'limit=2'));
  expect([statusCode, headers?.location]).toEqual([308, '/api/stocks?limit=2']);
});

test.each(['/', '//evil.example/'])('%s is not sent anywhere', async (path) => {
  expect((await handler(request(path))).statusCode).toBe(404);
});
