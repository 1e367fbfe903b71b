import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { boundedCalls } from '../bounded-calls';
import { assert } from '../domain/assert';
import type { UserId } from '../domain/ids';
import { type Rejection, type RejectionCode, reject } from '../domain/rejection';
import { note } from '../metrics';

export interface Tokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken?: string | undefined;
}

export interface PoolUser {
  readonly userId: UserId;
  /** Signed up through us and never got a password: the sign-up may be taken up again. */
  readonly isUnfinishedSignUp: boolean;
}

/** Marks users that our own sign-up made, so that it never takes over one whom an administrator made. */
const ORIGIN = { Name: 'custom:origin', Value: 'sign-up' };
const WITHOUT_PASSWORD = 'FORCE_CHANGE_PASSWORD';

/** The handful of operations that we ask of Cognito, or of what stands in for it on one machine. */
export class UserPool {
  constructor(
    private readonly poolId: string,
    private readonly clientId: string,
    private readonly client = new CognitoIdentityProviderClient(boundedCalls()),
  ) {}

  /** Makes a user who can't sign in yet. An unfinished one of the same name is that user. */
  async createUser(username: string, email: string): Promise<PoolUser | Rejection> {
    const attributes = [{ Name: 'email', Value: email }, { Name: 'email_verified', Value: 'false' }, ORIGIN];
    try {
      const { User } = await this.client.send(
        new AdminCreateUserCommand({
          UserPoolId: this.poolId,
          Username: username,
          UserAttributes: attributes,
          MessageAction: 'SUPPRESS',
        }),
      );
      return { userId: subjectOf(User?.Attributes), isUnfinishedSignUp: true };
    } catch (error) {
      if (isNamed(error, 'TooManyRequestsException')) return refused('too_many_requests');
      if (!isNamed(error, 'UsernameExistsException')) throw error;
      return (await this.findUser(username)) ?? reject('username_taken');
    }
  }

  /** Nobody, where the user was deleted: by an administrator, or by himself with his token. */
  async findUser(username: string): Promise<PoolUser | undefined> {
    const command = new AdminGetUserCommand({ UserPoolId: this.poolId, Username: username });
    try {
      const { UserAttributes = [], UserStatus } = await this.client.send(command);
      const isOurs = UserAttributes.some(({ Name, Value }) => Name === ORIGIN.Name && Value === ORIGIN.Value);
      const isUnfinishedSignUp = isOurs && UserStatus === WITHOUT_PASSWORD;
      return { userId: subjectOf(UserAttributes), isUnfinishedSignUp };
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  }

  async setPassword(username: string, password: string): Promise<Rejection | undefined> {
    const request = { UserPoolId: this.poolId, Username: username, Password: password, Permanent: true };
    const refusal = await refusalOf(async () => {
      await this.client.send(new AdminSetUserPasswordCommand(request));
      return undefined;
    });
    // Cognito refuses some passwords, such as those that end in a space, before it looks at the policy.
    return refusal?.rejected === 'invalid_credentials' ? reject('invalid_password') : refusal;
  }

  /** @param sourceIp where the attempt comes from, so that the guesser is slowed down rather than the owner */
  async signIn(username: string, password: string, sourceIp: string): Promise<Tokens | Rejection> {
    const parameters = { USERNAME: username, PASSWORD: password };
    return await this.authenticate('ADMIN_USER_PASSWORD_AUTH', parameters, sourceIp);
  }

  async refresh(refreshToken: string): Promise<Tokens | Rejection> {
    return await this.authenticate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken });
  }

  /** A token that is not one, or not any more, is as good as revoked. */
  async revoke(refreshToken: string): Promise<Rejection | undefined> {
    const refusal = await refusalOf(async () => {
      await this.client.send(new RevokeTokenCommand({ ClientId: this.clientId, Token: refreshToken }));
      return undefined;
    });
    return refusal?.rejected === 'too_many_requests' ? refusal : undefined;
  }

  private async authenticate(
    AuthFlow: AdminInitiateAuthCommandInput['AuthFlow'],
    AuthParameters: Record<string, string>,
    sourceIp?: string,
  ): Promise<Tokens | Rejection> {
    // The flow that only we may use, with the role of the function: through the one that anybody may, strangers
    // would try passwords past our throttles and spend the quota of everybody's sign-ins.
    const command = new AdminInitiateAuthCommand({
      ...{ AuthFlow, AuthParameters, UserPoolId: this.poolId, ClientId: this.clientId },
      ...(sourceIp !== undefined && { ContextData: contextOf(sourceIp) }),
    });
    return await refusalOf(async () => {
      const { AuthenticationResult: result } = await this.client.send(command);
      // Instead of tokens the pool may answer a challenge, such as a new password, that this API doesn't serve.
      if (!result?.AccessToken || result.ExpiresIn === undefined) return reject('invalid_credentials');
      return {
        accessToken: result.AccessToken,
        expiresInSeconds: result.ExpiresIn,
        refreshToken: result.RefreshToken,
      };
    });
  }
}

/**
 * What the pool refuses; anything else it says is thrown. Whether a user exists, is disabled or has another password
 * is not revealed: all are one refusal.
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

async function refusalOf<T>(ask: () => Promise<T>): Promise<T | Rejection> {
  try {
    return await ask();
  } catch (error) {
    const refusal =
      error instanceof CognitoIdentityProviderServiceException ? REFUSALS[error.name] : undefined;
    if (refusal) return refused(refusal);
    throw error;
  }
}

/** That the pool is asked too often is for somebody to know: its quotas are for the whole account. */
function refused(code: RejectionCode): Rejection {
  if (code === 'too_many_requests') note('IdentityThrottles');
  return reject(code);
}

function contextOf(IpAddress: string) {
  return { IpAddress, ServerName: 'api', ServerPath: '/token', HttpHeaders: [] };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function subjectOf(attributes: AttributeType[] | undefined): UserId {
  const subject = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  assert(subject !== undefined, 'a user of the pool has a subject');
  return subject as UserId;
}
