import * as z from 'zod';
import type { Outcome } from '../functions/outcome';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string | Buffer;
}

const HeaderValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ProxyResult = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), HeaderValue).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** A response of API Gateway itself, in its own format. */
export function gatewayAnswer(status: number, message: string, headers: Record<string, string> = {}): Answer {
  const body = JSON.stringify({ message });
  return { status, headers: { 'content-type': 'application/json', ...headers }, cookies: [], body };
}

/** The HTTP response for a function's outcome. A failure of the function reveals nothing of its cause. */
export function answerOf(outcome: Outcome): Answer {
  if (!outcome.ok) return gatewayAnswer(500, 'Internal Server Error');
  const value: unknown = JSON.parse(outcome.payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) return inferred(value);
  const result = ProxyResult.safeParse(value);
  if (!result.success) return gatewayAnswer(500, 'Internal Server Error');
  const { statusCode: status, headers, cookies, body, isBase64Encoded } = result.data;
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text])),
    cookies,
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

// Without a status code, payload format 2.0 treats whatever the function returned as the body of a 200.
function inferred(value: unknown): Answer {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
}
