import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { assert } from '../domain/assert';
import type { UserId } from '../domain/ids';

export interface PoolUser {
  readonly userId: UserId;
  readonly email: string | undefined;
  /** Signed up through us, rather than made by an administrator. */
  readonly isOurs: boolean;
  /** Signed up through us and never got a password: the sign-up may be taken up again. */
  readonly isUnfinishedSignUp: boolean;
  /** Was sent a code that nobody has entered. */
  readonly isUnconfirmed: boolean;
}

/** Marks users that our own sign-up made, so that it never takes over one whom an administrator made. */
export const ORIGIN = { Name: 'custom:origin', Value: 'sign-up' };
export const WITHOUT_PASSWORD = 'FORCE_CHANGE_PASSWORD';
const WITHOUT_CODE = 'UNCONFIRMED';

export function poolUserOf(attributes: AttributeType[] | undefined, status: string | undefined): PoolUser {
  const attribute = (name: string) => attributes?.find(({ Name }) => Name === name)?.Value;
  const subject = attribute('sub');
  assert(subject !== undefined, 'a user of the pool has a subject');
  const isOurs = attribute(ORIGIN.Name) === ORIGIN.Value;
  return {
    userId: subject as UserId,
    email: attribute('email'),
    isOurs,
    isUnfinishedSignUp: isOurs && status === WITHOUT_PASSWORD,
    isUnconfirmed: status === WITHOUT_CODE,
  };
}
