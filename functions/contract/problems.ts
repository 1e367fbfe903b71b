import * as z from 'zod';
import type { RejectionCode } from '../domain/rejection';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What a client should do about it. */
  readonly remedy: string;
}

/** How rejections appear over HTTP. */
const REJECTED: Record<RejectionCode, ProblemKind> = {
  repeated: {
    status: 409,
    title: 'Request repeated',
    detail:
      'A concurrent request with the same key was just completed; send this one again to get its response.',
    remedy: 'Send the same request with the same Idempotency-Key again: the stored response is returned.',
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
    remedy: 'Take the id from `GET /stocks`. A stock exists once it has received its first tick.',
  },
  order_not_found: {
    status: 404,
    title: 'Order not found',
    detail: 'The user has no order with this id.',
    remedy: 'Take the id from `GET /users/{user_id}/orders`. Orders are visible only under their own user.',
  },
  username_taken: {
    status: 409,
    title: 'Username taken',
    detail: 'Another user has this username.',
    remedy: 'Sign up with another name, or sign in if it is yours.',
  },
  email_taken: {
    status: 409,
    title: 'Email address taken',
    detail: 'Another user has this email address.',
    remedy: 'Sign up with another address, or sign in if it is yours.',
  },
  order_closed: {
    status: 409,
    title: 'Order closed',
    detail: 'The order was filled, canceled or has expired, and can no longer be changed.',
    remedy: 'Read the order: its status says how it ended. Place a new one if you still want it.',
  },
  quote_not_ahead: {
    status: 409,
    title: 'Quote not ahead',
    detail: "The stock's quote is not from the future.",
    remedy: 'Nothing needs repair: the next tick with a later timestamp becomes the quote.',
  },
  no_quote: {
    status: 400,
    title: 'No quote',
    detail: 'The stock has no price yet, which a market order needs.',
    remedy: 'Wait for the first tick with a price, or place a limit order, which states its own price.',
  },
  invalid_bounds: {
    status: 400,
    title: 'Invalid bounds',
    detail: 'lower_bound must not be greater than upper_bound, and stop_loss must be below take_profit.',
    remedy: 'Swap or correct them, or leave out the optional one.',
  },
  order_too_large: {
    status: 400,
    title: 'Order too large',
    detail: 'The value of an order, total × the highest of its prices, must be at most 100000000000.',
    remedy:
      'Split the order, or lower the price. A sell without an upper bound may exceed this, unless it is fill-or-kill.',
  },
  total_already_filled: {
    status: 400,
    title: 'Total already filled',
    detail: 'total must be greater than the quantity already filled.',
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
    detail: 'The user has the maximum number of open buys, or of open sells of this stock.',
    remedy:
      'Cancel an open order or wait until one fills. The limit is lower for orders with two bounds. Orders that never rest (ioc, fok) do not count.',
  },
  insufficient_funds: {
    status: 400,
    title: 'Insufficient funds',
    detail: 'The available balance does not cover this.',
    remedy:
      'Deposit, cancel an open buy to release its hold, or ask for less. `balance - frozen` is available.',
  },
  insufficient_shares: {
    status: 400,
    title: 'Insufficient shares',
    detail: 'The user does not have that many shares available.',
    remedy:
      'Sell less, or cancel an open sell to release its shares. `total_count - frozen_count` is available.',
  },
  balance_limit_exceeded: {
    status: 400,
    title: 'Balance limit exceeded',
    detail: 'A balance may be at most 500000000000 after a deposit.',
    remedy: 'Deposit less. Beyond this limit a JSON number cannot represent a balance exactly.',
  },
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    detail: 'The request has invalid fields.',
    remedy: 'Correct the fields listed in `errors`. Unknown fields are refused too.',
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
    detail: 'The cursor was not returned by this list.',
    remedy: 'Start the list again without a cursor, and send cursors back unchanged.',
  },
  selection_required: {
    status: 400,
    title: 'Selection required',
    detail: 'Specify which orders: stock_id, or all=true.',
    remedy:
      'Send `stock_id` to cancel the orders of one stock, or `all=true` for those of all stocks. This way a path ' +
      'that ends here by mistake, because a variable was empty, cancels nothing.',
  },
  sign_up_closed: {
    status: 403,
    title: 'Sign-up closed',
    detail: 'Sign-up is currently closed.',
    remedy: 'Ask the operator of the system for a user.',
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
    detail: 'The code is wrong, has been used, or has expired.',
    remedy:
      'Use the code from the latest message, or request a new one. After a few wrong attempts only a new one works.',
  },
  unauthorized: {
    status: 401,
    title: 'Unauthorized',
    detail: 'A valid access token is required.',
    remedy: 'Sign in at `POST /token` and send `Authorization: Bearer <access_token>`.',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    detail: 'You are not allowed to do this, or not for this user.',
    remedy: 'Use your own user or `me`, or sign in as an administrator.',
  },
  audit_not_found: {
    status: 404,
    title: 'No audit yet',
    detail: 'No audit has finished yet; the first report will come from the next one.',
    remedy: 'Wait for the next audit, which runs once a day, or start one with `POST /audit`.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is no such resource.',
    remedy: 'Check the path against the documentation, including the base path.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This resource does not support that method.',
    remedy: 'Use one of the methods listed in `Allow`.',
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    detail: 'The body must be at most 65536 bytes.',
    remedy: 'Send less. No request of this API needs that much.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The body must be application/json, and not compressed.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key was already used with another request.',
    remedy: 'Use a new key for each new request; repeat a key only with the same path and body.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: 'Slow down and try again.',
    remedy: 'Wait for the time in `Retry-After`, then retry; double the wait each time.',
  },
};

/** Failures, as opposed to refusals. */
const FAILED = {
  internal_error: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side.',
    remedy: 'Retry later with the same Idempotency-Key, and report the `request_id` if it persists.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    detail: 'The service is busy. Try again shortly, with the same Idempotency-Key if you sent one.',
    remedy: 'Wait for the time in `Retry-After`, then retry with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ProblemKind>;

export const PROBLEMS = { ...REJECTED, ...FAILED };
export type ProblemCode = keyof typeof PROBLEMS;

function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

export const PROBLEM_CODES = Object.keys(PROBLEMS).filter(isProblemCode);

/** A stable name for each kind of problem, for programs. `docs/problems.md` explains them. */
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
      .meta({ description: 'The invalid fields, for `invalid_request`.' }),
    request_id: z.string().optional().meta({ description: 'Identifies the request in our logs.' }),
  })
  .meta({ id: 'Problem' });
export type ProblemDocument = z.infer<typeof problemDocument>;
