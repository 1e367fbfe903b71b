import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { assert } from '../domain/assert';
import type { UserId } from '../domain/ids';

export interface PoolUser {
  readonly userId: UserId;
  readonly email: string | undefined;
  /** Signed up through us, rather than created by an administrator. */
  readonly isOurs: boolean;
  /** Signed up through us and has no password yet: the sign-up may be resumed. */
  readonly isUnfinishedSignUp: boolean;
  /** Was sent a code that hasn't been entered. */
  readonly isUnconfirmed: boolean;
}

/** Marks users created by our own sign-up, so it never takes over one created by an administrator. */
export const ORIGIN = { Name: 'custom:origin', Value: 'sign-up' };
export const WITHOUT_PASSWORD = 'FORCE_CHANGE_PASSWORD';
const WITHOUT_CODE = 'UNCONFIRMED';

export function poolUserOf(attributes: AttributeType[] | undefined, status: string | undefined): PoolUser {
  const attribute = (name: string) => attributes?.find(({ Name }) => Name === name)?.Value;
  const subject = attribute('sub');
  assert(subject !== undefined, 'a user of the pool has no subject');
  const isOurs = attribute(ORIGIN.Name) === ORIGIN.Value;
  return {
    userId: subject as UserId,
    email: attribute('email'),
    isOurs,
    isUnfinishedSignUp: isOurs && status === WITHOUT_PASSWORD,
    isUnconfirmed: status === WITHOUT_CODE,
  };
}
