import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { boundedCalls } from '../bounded-calls';
import { isRejection, type Rejection, reject } from '../domain/rejection';
import { isNamed, refusalOf, refused } from './pool-refusals';
import { ORIGIN, type PoolUser, poolUserOf, WITHOUT_PASSWORD } from './pool-user';

export interface Tokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken?: string | undefined;
}

/** Of somebody who knows the password. */
export type Standing = 'confirmed' | 'unconfirmed';

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
      return poolUserOf(User?.Attributes, WITHOUT_PASSWORD);
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
      return poolUserOf(UserAttributes, UserStatus);
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  }

  /** Whoever is gone already is deleted. */
  async deleteUser(username: string): Promise<void> {
    const command = new AdminDeleteUserCommand({ UserPoolId: this.poolId, Username: username });
    try {
      await this.client.send(command);
    } catch (error) {
      if (!isNamed(error, 'UserNotFoundException')) throw error;
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
    return await refusalOf(() => this.ask('ADMIN_USER_PASSWORD_AUTH', parameters, sourceIp));
  }

  /** Whether the password is the user's, and his sign-up confirmed. */
  async standingOf(username: string, password: string, sourceIp: string): Promise<Standing | Rejection> {
    const parameters = { USERNAME: username, PASSWORD: password };
    return await refusalOf(async () => {
      try {
        const tokens = await this.ask('ADMIN_USER_PASSWORD_AUTH', parameters, sourceIp);
        return isRejection(tokens) ? tokens : 'confirmed';
      } catch (error) {
        // The pool looks at the password first: with a wrong one nobody learns that there is a sign-up.
        if (isNamed(error, 'UserNotConfirmedException')) return 'unconfirmed';
        throw error;
      }
    });
  }

  /** Revokes every refresh token of the user. */
  async signOutEverywhere(username: string): Promise<void> {
    const user = { UserPoolId: this.poolId, Username: username };
    await this.client.send(new AdminUserGlobalSignOutCommand(user));
  }

  async refresh(refreshToken: string): Promise<Tokens | Rejection> {
    return await refusalOf(() => this.ask('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken }));
  }

  /** A token that is not one, or not any more, is as good as revoked. */
  async revoke(refreshToken: string): Promise<Rejection | undefined> {
    const refusal = await refusalOf(async () => {
      await this.client.send(new RevokeTokenCommand({ ClientId: this.clientId, Token: refreshToken }));
      return undefined;
    });
    return refusal?.rejected === 'too_many_requests' ? refusal : undefined;
  }

  private async ask(
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
    const { AuthenticationResult: result } = await this.client.send(command);
    // Instead of tokens the pool may answer a challenge, such as a new password, that this API doesn't serve.
    if (!result?.AccessToken || result.ExpiresIn === undefined) return reject('invalid_credentials');
    return {
      accessToken: result.AccessToken,
      expiresInSeconds: result.ExpiresIn,
      refreshToken: result.RefreshToken,
    };
  }
}

function contextOf(IpAddress: string) {
  return { IpAddress, ServerName: 'api', ServerPath: '/token', HttpHeaders: [] };
}
