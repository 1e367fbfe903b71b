// CORS headers as the API declares them. API Gateway answers preflights itself, and its headers override whatever the
// function set.
import type { Cors } from '../assembly/read-api';

type Headers = Record<string, string>;

export function corsHeaders(cors: Cors | undefined, origin: string | undefined): Headers {
  if (cors === undefined || origin === undefined) return {};
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed,
    ...(allowed === '*' ? {} : { vary: 'Origin' }),
    ...(cors.ExposeHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

export function preflightHeaders(cors: Cors, origin: string | undefined): Headers {
  const headers = corsHeaders(cors, origin);
  if (headers['access-control-allow-origin'] === undefined) return {};
  return {
    ...headers,
    'access-control-allow-methods': cors.AllowMethods.join(','),
    'access-control-allow-headers': cors.AllowHeaders.join(','),
    ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
  };
}

function allowedOrigin({ AllowOrigins, AllowCredentials }: Cors, origin: string): string | undefined {
  if (AllowOrigins.includes('*') && !AllowCredentials) return '*';
  return AllowOrigins.some((allowed) => allowed === origin || allowed === '*') ? origin : undefined;
}
