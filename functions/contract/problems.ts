import * as z from 'zod';
import type { RejectionCode } from '../domain/rejection';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** What a refused rule of the domain says over HTTP. */
const REJECTED: Record<RejectionCode, ProblemKind> = {
  repeated: {
    status: 409,
    title: 'Request repeated',
    detail: 'The request was answered a moment ago; send it again to see the answer.',
  },
  user_not_found: { status: 404, title: 'User not found', detail: 'There is no such user.' },
  stock_not_found: { status: 404, title: 'Stock not found', detail: 'There is no stock with this id.' },
  order_not_found: { status: 404, title: 'Order not found', detail: 'The user has no order with this id.' },
  username_taken: { status: 409, title: 'Username taken', detail: 'Another user has this username.' },
  email_taken: {
    status: 409,
    title: 'E-mail address taken',
    detail: 'Another user has this e-mail address.',
  },
  order_closed: {
    status: 409,
    title: 'Order closed',
    detail: 'The order was filled, canceled or has expired, and can no longer change.',
  },
  invalid_bounds: {
    status: 400,
    title: 'Invalid bounds',
    detail: 'lower_bound must not be greater than upper_bound.',
  },
  order_too_large: {
    status: 400,
    title: 'Order too large',
    detail: 'The value of an order, total × bound, must be at most 100000000000.',
  },
  total_already_filled: {
    status: 400,
    title: 'Total already filled',
    detail: 'total must be greater than what the order has filled.',
  },
  expiry_in_the_past: {
    status: 400,
    title: 'Expiry in the past',
    detail: 'expires_at must be in the future.',
  },
  insufficient_funds: {
    status: 400,
    title: 'Insufficient funds',
    detail: 'The available balance does not cover this.',
  },
  insufficient_shares: {
    status: 400,
    title: 'Insufficient shares',
    detail: 'The user does not have that many shares available.',
  },
  balance_limit_exceeded: {
    status: 400,
    title: 'Balance limit exceeded',
    detail: 'A balance may be at most 500000000000 after a deposit.',
  },
};

/** What the edge refuses before the domain is asked. */
const AT_THE_EDGE = {
  invalid_request: { status: 400, title: 'Invalid request', detail: 'The request has invalid fields.' },
  invalid_json: { status: 400, title: 'Invalid JSON', detail: 'The body is not valid JSON.' },
  invalid_cursor: {
    status: 400,
    title: 'Invalid cursor',
    detail: 'The cursor is not one that this list returned.',
  },
  invalid_password: {
    status: 400,
    title: 'Invalid password',
    detail: 'The password does not meet the policy.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Invalid credentials',
    detail: 'The username or password is wrong.',
  },
  unauthorized: { status: 401, title: 'Unauthorized', detail: 'A valid access token is needed.' },
  forbidden: { status: 403, title: 'Forbidden', detail: 'You may not do this, or not with this user.' },
  audit_not_found: {
    status: 404,
    title: 'No audit yet',
    detail: 'No audit has finished yet; the first report comes with the next one.',
  },
  not_found: { status: 404, title: 'Not found', detail: 'There is no such resource.' },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    detail: 'The body must be at most 65536 bytes.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The body must be application/json.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key was used with another request.',
  },
  too_many_requests: { status: 429, title: 'Too many requests', detail: 'Slow down and try again.' },
  internal_error: { status: 500, title: 'Internal error', detail: 'Something went wrong on our side.' },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    detail: 'The service is busy. Try again in a moment, with the same Idempotency-Key where you sent one.',
  },
} as const satisfies Record<string, ProblemKind>;

export const PROBLEMS = { ...REJECTED, ...AT_THE_EDGE };
export type ProblemCode = keyof typeof PROBLEMS;

/** A stable name of each kind of problem, for programs. `docs/problems.md` explains them. */
export function problemType(code: ProblemCode): string {
  return `urn:trading-system:problem:${code}`;
}

/** RFC 9457. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  request_id: z.string().optional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;
