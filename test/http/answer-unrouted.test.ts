import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { handler } from '../../functions/http/answer-unrouted';
import { aContext, keptEvent } from '../../testing/api';

async function answerTo(rawPath: string, rawQueryString = '') {
  const event = { ...keptEvent('get-stock'), rawPath, rawQueryString };
  return await handler(z.custom<APIGatewayProxyEventV2>().parse(event), aContext('answer-unrouted'));
}

test('a path that no route takes is a problem document', async () => {
  const { statusCode, headers, body } = await answerTo('/api/nowhere');
  expect([statusCode, headers?.['content-type']]).toEqual([404, 'application/problem+json']);
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 'not_found', status: 404 });
});

test('a slash too many is sent to the path without it, with method, body and query', async () => {
  const { statusCode, headers } = await answerTo('/api/stocks/', 'limit=2');
  expect([statusCode, headers?.location]).toEqual([308, '/api/stocks?limit=2']);
});

test.each(['/', '//evil.example/'])('%s is not sent anywhere', async (path) => {
  expect((await answerTo(path)).statusCode).toBe(404);
});

test('it carries the headers that every answer carries', async () => {
  const { headers } = await answerTo('/api/nowhere');
  expect(headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff' });
});
