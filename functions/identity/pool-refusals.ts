import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import { type Rejection, type RejectionCode, reject } from '../domain/rejection';
import { recordMetric } from '../metrics';

/**
 * The pool's refusals; other errors are thrown. Whether a user exists, is disabled or has another password isn't
 * revealed: all lead to the same refusal.
 */
const REFUSALS: Record<string, RejectionCode> = {
  NotAuthorizedException: 'invalid_credentials',
  UserNotFoundException: 'invalid_credentials',
  UserNotConfirmedException: 'invalid_credentials',
  PasswordResetRequiredException: 'invalid_credentials',
  InvalidParameterException: 'invalid_credentials',
  UnauthorizedException: 'invalid_credentials',
  UnsupportedTokenTypeException: 'invalid_credentials',
  InvalidPasswordException: 'invalid_password',
  TooManyRequestsException: 'too_many_requests',
  LimitExceededException: 'too_many_requests',
  TooManyFailedAttemptsException: 'too_many_requests',
};

export async function refusalOf<T>(ask: () => Promise<T>): Promise<T | Rejection> {
  try {
    return await ask();
  } catch (error) {
    const refusal =
      error instanceof CognitoIdentityProviderServiceException ? REFUSALS[error.name] : undefined;
    if (refusal) return refused(refusal);
    throw error;
  }
}

/** Throttling by the pool is counted, since its quotas apply to the whole account. */
export function refused(code: RejectionCode): Rejection {
  if (code === 'too_many_requests') recordMetric('IdentityThrottles');
  return reject(code);
}

export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
