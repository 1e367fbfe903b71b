import * as z from 'zod';
import type { RejectionCode } from '../domain/rejection';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What a client should do about it. */
  readonly remedy: string;
}

/** What a rejection says over HTTP. */
const REJECTED: Record<RejectionCode, ProblemKind> = {
  repeated: {
    status: 409,
    title: 'Request repeated',
    detail: 'The request was answered a moment ago; send it again to see the answer.',
    remedy: 'Send the same request with the same Idempotency-Key again: the stored answer comes back.',
  },
  user_not_found: {
    status: 404,
    title: 'User not found',
    detail: 'There is no such user.',
    remedy: 'Check the id in the path; `me` always means the caller.',
  },
  stock_not_found: {
    status: 404,
    title: 'Stock not found',
    detail: 'There is no stock with this id.',
    remedy: 'Take the id from `GET /stocks`. A stock exists from its first tick on.',
  },
  order_not_found: {
    status: 404,
    title: 'Order not found',
    detail: 'The user has no order with this id.',
    remedy: 'Take the id from `GET /users/{user_id}/orders`. An order shows under its own user only.',
  },
  username_taken: {
    status: 409,
    title: 'Username taken',
    detail: 'Another user has this username.',
    remedy: 'Sign up with another name, or sign in if it is yours.',
  },
  email_taken: {
    status: 409,
    title: 'E-mail address taken',
    detail: 'Another user has this e-mail address.',
    remedy: 'Sign up with another address, or sign in if it is yours.',
  },
  order_closed: {
    status: 409,
    title: 'Order closed',
    detail: 'The order was filled, canceled or has expired, and can no longer change.',
    remedy: 'Read the order: its status says how it ended. Place a new one if it is still wanted.',
  },
  quote_not_ahead: {
    status: 409,
    title: 'Quote not ahead',
    detail: 'The quote of the stock is not from the future.',
    remedy: 'Nothing is to be healed: the next tick with a later timestamp is the quote.',
  },
  no_quote: {
    status: 400,
    title: 'No quote',
    detail: 'The stock has no price yet that a market order could go by.',
    remedy: 'Wait for the first tick with a price, or place a limit order, which states its own.',
  },
  invalid_bounds: {
    status: 400,
    title: 'Invalid bounds',
    detail: 'lower_bound must not be greater than upper_bound, and stop_loss must be below take_profit.',
    remedy: 'Swap or correct them. Each is optional where the other is needed.',
  },
  order_too_large: {
    status: 400,
    title: 'Order too large',
    detail: 'The value of an order, total × the highest of its prices, must be at most 100000000000.',
    remedy:
      'Split the order, or lower the price. A sell without an upper bound may be worth more, but not if it is to be filled or killed.',
  },
  total_already_filled: {
    status: 400,
    title: 'Total already filled',
    detail: 'total must be greater than what the order has filled.',
    remedy: 'Send a total above `filled`, or cancel the rest of the order.',
  },
  expiry_in_the_past: {
    status: 400,
    title: 'Expiry in the past',
    detail: 'expires_at must be in the future.',
    remedy: 'Send a later expires_at, with its time zone, and check the clock.',
  },
  too_many_open_orders: {
    status: 400,
    title: 'Too many open orders',
    detail: 'The user has as many open buys, or open sells of this stock, as are allowed.',
    remedy:
      'Cancel an open order or wait until one fills. Fewer may be open when an order with two bounds is placed. An order that never rests (ioc, fok) is not counted.',
  },
  insufficient_funds: {
    status: 400,
    title: 'Insufficient funds',
    detail: 'The available balance does not cover this.',
    remedy:
      'Deposit, cancel an open buy to free what it holds, or ask for less. `balance - frozen` is available.',
  },
  insufficient_shares: {
    status: 400,
    title: 'Insufficient shares',
    detail: 'The user does not have that many shares available.',
    remedy:
      'Sell less, or cancel an open sell to free its shares. `total_count - frozen_count` is available.',
  },
  balance_limit_exceeded: {
    status: 400,
    title: 'Balance limit exceeded',
    detail: 'A balance may be at most 500000000000 after a deposit.',
    remedy: 'Deposit less. Beyond this limit a JSON number could not show a balance exactly.',
  },
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    detail: 'The request has invalid fields.',
    remedy: 'Correct the fields that `errors` names. Unknown fields are refused, too.',
  },
  invalid_json: {
    status: 400,
    title: 'Invalid JSON',
    detail: 'The body is not valid JSON.',
    remedy: 'Send valid JSON in UTF-8.',
  },
  invalid_cursor: {
    status: 400,
    title: 'Invalid cursor',
    detail: 'The cursor is not one that this list returned.',
    remedy: 'Start the list again without a cursor, and send cursors back as they came.',
  },
  selection_required: {
    status: 400,
    title: 'Selection required',
    detail: 'Say which orders: stock_id, or all=true.',
    remedy:
      'Send `stock_id` to cancel the orders of one stock, `all=true` for those of every stock. A path that ends ' +
      'here by mistake, because a variable was empty, cancels nothing.',
  },
  sign_up_closed: {
    status: 403,
    title: 'Sign-up closed',
    detail: 'Nobody can sign up here at present.',
    remedy: 'Ask whoever runs the system for a user.',
  },
  invalid_password: {
    status: 400,
    title: 'Invalid password',
    detail: 'The password does not meet the policy.',
    remedy: 'Choose at least 8 characters with upper- and lower-case letters, digits and symbols.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Invalid credentials',
    detail: 'The username or password is wrong.',
    remedy: 'Check both and sign in again; an expired refresh token needs a new sign-in.',
  },
  invalid_code: {
    status: 400,
    title: 'Invalid code',
    detail: 'The code is wrong, was used, or has expired.',
    remedy:
      'Take the code of the latest message, or ask for a new one. After a few wrong ones only a new one counts.',
  },
  unauthorized: {
    status: 401,
    title: 'Unauthorized',
    detail: 'A valid access token is needed.',
    remedy: 'Sign in at `POST /token` and send `Authorization: Bearer <access_token>`.',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    detail: 'You may not do this, or not with this user.',
    remedy: 'Use your own user or `me`, or sign in as an administrator.',
  },
  audit_not_found: {
    status: 404,
    title: 'No audit yet',
    detail: 'No audit has finished yet; the first report comes with the next one.',
    remedy: 'Wait for the next audit, which runs once a day.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is no such resource.',
    remedy: 'Check the path against the documentation, the base path included.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This resource does not take that method.',
    remedy: 'Use one of the methods that `Allow` names.',
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    detail: 'The body must be at most 65536 bytes.',
    remedy: 'Send less. No request of this API needs as much.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The body must be application/json.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key was used with another request.',
    remedy: 'Make a new key for each new request; repeat one only with the same path and body.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: 'Slow down and try again.',
    remedy: 'Wait as long as `Retry-After` says, then send it again; double the wait each time.',
  },
};

/** Failures, which nobody decided on. */
const FAILED = {
  internal_error: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side.',
    remedy: 'Send it again later with the same Idempotency-Key, and tell us the `request_id` if it persists.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    detail: 'The service is busy. Try again in a moment, with the same Idempotency-Key where you sent one.',
    remedy: 'Wait as long as `Retry-After` says, then send it again with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ProblemKind>;

export const PROBLEMS = { ...REJECTED, ...FAILED };
export type ProblemCode = keyof typeof PROBLEMS;

function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

export const PROBLEM_CODES = Object.keys(PROBLEMS).filter(isProblemCode);

/** A stable name of each kind of problem, for programs. `docs/problems.md` explains them. */
export function problemType(code: ProblemCode): string {
  return `urn:trading-system:problem:${code}`;
}

const fieldError = z.object({ field: z.string(), message: z.string() }).meta({ id: 'FieldError' });

/** RFC 9457. */
export const problemDocument = z
  .object({
    type: z.string().meta({ description: 'A stable name: `urn:trading-system:problem:<code>`.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ enum: PROBLEM_CODES, description: 'The code that programs should branch on.' }),
    errors: z
      .array(fieldError)
      .optional()
      .meta({ description: 'Each field that is wrong, of an `invalid_request`.' }),
    request_id: z.string().optional().meta({ description: 'Names the request in our logs.' }),
  })
  .meta({ id: 'Problem' });
export type ProblemDocument = z.infer<typeof problemDocument>;
