/**
 * Every expected refusal of the system, in order of precedence: if several apply, the first is returned. A rejection
 * is a value and never thrown. Its HTTP form is in `contract/problems.ts`. A test sends each route every pair of
 * refusals that can coincide.
 */
export const REJECTIONS = [
  // The caller.
  'unauthorized',
  'forbidden',
  // The request itself.
  'payload_too_large',
  'unsupported_media_type',
  'invalid_json',
  'invalid_request',
  'idempotency_key_reused',
  // Its subject, and the rules for it.
  'not_found',
  'method_not_allowed',
  'sign_up_closed',
  'stock_not_found',
  'order_not_found',
  'audit_not_found',
  'selection_required',
  'invalid_cursor',
  'order_closed',
  'quote_not_ahead',
  'no_quote',
  'invalid_bounds',
  'order_too_large',
  'total_already_filled',
  'expiry_in_the_past',
  'invalid_password',
  'invalid_credentials',
  // Found in the transaction.
  'repeated',
  'user_not_found',
  'username_taken',
  'invalid_code',
  'email_taken',
  'too_many_requests',
  'too_many_open_orders',
  'insufficient_funds',
  'insufficient_shares',
  'balance_limit_exceeded',
] as const;

export type RejectionCode = (typeof REJECTIONS)[number];

export interface Rejection {
  readonly rejected: RejectionCode;
  /** Of an `invalid_request`: the invalid fields, and why. */
  readonly errors?: readonly FieldError[] | undefined;
}

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export function reject(code: RejectionCode): Rejection {
  return { rejected: code };
}

export function rejectFields(errors: readonly FieldError[]): Rejection {
  return { rejected: 'invalid_request', errors };
}

export function isRejection(outcome: unknown): outcome is Rejection {
  return typeof outcome === 'object' && outcome !== null && 'rejected' in outcome;
}
