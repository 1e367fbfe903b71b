import { ProblemError } from '../../client/problem-error';

/** A sentence for people about why something was refused. The API's own detail is one already, mostly. */
const SENTENCES: Partial<Record<ProblemError['code'], string>> = {
  invalid_credentials: 'The username or the password is wrong.',
  forbidden: 'Only administrators may do this, or whoever it belongs to.',
  too_many_requests: 'Too many requests. Wait a moment and try again.',
  unavailable: 'The service is busy. It is safe to try again.',
  internal_error: 'Something went wrong on our side. It is safe to try again.',
  idempotency_key_reused: 'A different request was sent with the same key. Send it again.',
  order_closed: 'The order has just been filled, canceled or expired.',
  gateway: 'The request was refused before it reached the service. Try again in a moment.',
};

export function problemSentence(error: ProblemError): string {
  if (error.code === 'invalid_request' && error.errors.length > 0) {
    return error.errors.map(({ field, message }) => `${FIELDS[field] ?? field} ${message}.`).join(' ');
  }
  return SENTENCES[error.code] ?? error.message;
}

const FIELDS: Record<string, string> = {
  total: 'Shares',
  upper_bound: 'The upper price',
  lower_bound: 'The lower price',
  expires_at: 'The end',
  amount: 'The amount',
  username: 'The username',
  email: 'The email address',
  password: 'The password',
};

/** What to say of anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return problemSentence(error);
  if (error instanceof TypeError) return 'No response. Check your connection and try again.';
  return error instanceof Error ? error.message : String(error);
}
