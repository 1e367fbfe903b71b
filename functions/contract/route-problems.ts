import type { ProblemCode } from './problems';
import type { Route } from './route';

/** Every problem that a route can return: its own, and those that follow from its access and its request. */
export function problemsOf({ access, request, problems, isRepeatable = false }: Route): ProblemCode[] {
  const isOpen = access === 'anyone';
  const isForSome = !isOpen && access !== 'signed-in';
  return [
    'invalid_request',
    ...only(request.body !== undefined, 'invalid_json', 'payload_too_large', 'unsupported_media_type'),
    ...only(!isOpen, 'unauthorized'),
    ...only(isForSome, 'forbidden'),
    ...problems,
    ...only(isRepeatable, 'repeated', 'idempotency_key_reused'),
    ...only(!problems.includes('too_many_requests'), 'too_many_requests'),
    'internal_error',
    'unavailable',
  ];
}

function only(applies: boolean, ...codes: ProblemCode[]): ProblemCode[] {
  return applies ? codes : [];
}
