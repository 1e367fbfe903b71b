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

/** The state of a user who has proved to know the password. */
export type Standing = 'confirmed' | 'unconfirmed';

/** The few operations that we need of Cognito, or of its replacement on one machine. */
export class UserPool {
  constructor(
    private readonly poolId: string,
    private readonly clientId: string,
    private readonly client = new CognitoIdentityProviderClient(boundedCalls()),
  ) {}

  /** Creates a user who can't sign in yet, or returns the existing one with that name. */
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

  /** Undefined if the user was deleted. */
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

  /** Succeeds if the user doesn't exist. */
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
    // Cognito refuses some passwords, such as those ending in a space, before it checks the policy.
    return refusal?.rejected === 'invalid_credentials' ? reject('invalid_password') : refusal;
  }

  /** @param sourceIp the client's address, so the guesser is slowed down rather than the owner */
  async signIn(username: string, password: string, sourceIp: string): Promise<Tokens | Rejection> {
    const parameters = { USERNAME: username, PASSWORD: password };
    return await refusalOf(() => this.ask('ADMIN_USER_PASSWORD_AUTH', parameters, sourceIp));
  }

  /** Checks the password, and whether the user's sign-up is confirmed. */
  async standingOf(username: string, password: string, sourceIp: string): Promise<Standing | Rejection> {
    const parameters = { USERNAME: username, PASSWORD: password };
    return await refusalOf(async () => {
      try {
        const tokens = await this.ask('ADMIN_USER_PASSWORD_AUTH', parameters, sourceIp);
        return isRejection(tokens) ? tokens : 'confirmed';
      } catch (error) {
        // The pool checks the password first, so a wrong one doesn't reveal that there is a sign-up.
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

  /** Succeeds if the token is invalid or already revoked. */
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
    // A flow that only our functions' roles may use: with the public one, strangers could try passwords past our
    // throttles and use up everyone's sign-in quota.
    const command = new AdminInitiateAuthCommand({
      ...{ AuthFlow, AuthParameters, UserPoolId: this.poolId, ClientId: this.clientId },
      ...(sourceIp !== undefined && { ContextData: contextOf(sourceIp) }),
    });
    const { AuthenticationResult: result } = await this.client.send(command);
    // Instead of tokens the pool may return a challenge, such as for a new password, which this API doesn't support.
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
