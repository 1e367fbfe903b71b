/**
 * Every expected refusal of the system, in order of precedence: when several apply, the first one is answered.
 * A rejection is a value, never thrown. Its HTTP status and wording live in `http/problem.ts`.
 */
export const REJECTIONS = [
  'repeated',
  'user_not_found',
  'stock_not_found',
  'order_not_found',
  'username_taken',
  'email_taken',
  'order_closed',
  'invalid_bounds',
  'order_too_large',
  'total_already_filled',
  'expiry_in_the_past',
  'too_many_open_orders',
  'insufficient_funds',
  'insufficient_shares',
  'balance_limit_exceeded',
] as const;

export type RejectionCode = (typeof REJECTIONS)[number];

export interface Rejection {
  readonly rejected: RejectionCode;
}

export function reject(code: RejectionCode): Rejection {
  return { rejected: code };
}

export function isRejection(outcome: unknown): outcome is Rejection {
  return typeof outcome === 'object' && outcome !== null && 'rejected' in outcome;
}
