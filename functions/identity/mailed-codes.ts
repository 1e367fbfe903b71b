import { createHmac } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { boundedCalls } from '../bounded-calls';
import { EDGE_KEY_HEADER } from '../contract/edge-key';
import { assert } from '../domain/assert';
import { type Rejection, type RejectionCode, reject } from '../domain/rejection';
import { isNamed, refusalOf, refused } from './pool-refusals';
import { ORIGIN } from './pool-user';

export interface SignUp {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/**
 * The user pool's operations with emailed codes. Anyone may call these Cognito operations, so they use a separate
 * client whose secret we sign with and, if there is an edge, the key by which the pool's firewall recognizes us.
 */
export class MailedCodes {
  private secret: Promise<string> | undefined;

  constructor(
    private readonly poolId: string,
    private readonly clientId: string,
    private readonly client = knownClient(),
  ) {}

  /** Creates a user who can't sign in until the code that this sends is entered. */
  async signUp({ username, email, password }: SignUp): Promise<'user_exists' | Rejection | undefined> {
    const signed = await this.signed(username);
    const UserAttributes = [{ Name: 'email', Value: email }, ORIGIN];
    return await refusalOf(async () => {
      try {
        await this.client.send(new SignUpCommand({ ...signed, Password: password, UserAttributes }));
        return undefined;
      } catch (error) {
        if (isNamed(error, 'UsernameExistsException')) return 'user_exists';
        // Cognito refuses some passwords, such as those ending in a space, before it checks the policy.
        if (isNamed(error, 'InvalidParameterException')) return reject('invalid_password');
        throw error;
      }
    });
  }

  async confirm(username: string, code: string): Promise<Rejection | undefined> {
    const command = new ConfirmSignUpCommand({ ...(await this.signed(username)), ConfirmationCode: code });
    return await codeRefusalOf(() => this.client.send(command));
  }

  /**
   * Requests a code, if the user exists. Whether it does, or has requested too many, isn't revealed to the caller.
   */
  async forgot(username: string): Promise<Rejection | undefined> {
    const command = new ForgotPasswordCommand(await this.signed(username));
    try {
      await this.client.send(command);
      return undefined;
    } catch (error) {
      if (isNamed(error, 'TooManyRequestsException')) return refused('too_many_requests');
      if (UNTOLD.some((name) => isNamed(error, name))) return undefined;
      throw error;
    }
  }

  async reset(username: string, code: string, password: string): Promise<Rejection | undefined> {
    const signed = await this.signed(username);
    const command = new ConfirmForgotPasswordCommand({
      ...signed,
      ConfirmationCode: code,
      Password: password,
    });
    return await codeRefusalOf(() => this.client.send(command));
  }

  private async signed(username: string) {
    this.secret ??= this.readSecret();
    const secret = await this.secret.catch((error: unknown) => {
      this.secret = undefined;
      throw error;
    });
    const SecretHash = createHmac('sha256', secret).update(`${username}${this.clientId}`).digest('base64');
    return { ClientId: this.clientId, Username: username, SecretHash };
  }

  /** Requested rather than configured, to keep it out of templates and function settings. */
  private async readSecret(): Promise<string> {
    const command = new DescribeUserPoolClientCommand({ UserPoolId: this.poolId, ClientId: this.clientId });
    const { UserPoolClient } = await this.client.send(command);
    assert(UserPoolClient?.ClientSecret !== undefined, 'the client for codes has no secret');
    return UserPoolClient.ClientSecret;
  }
}

/** Each would reveal whether a user exists, or its state. */
const UNTOLD = [
  'UserNotFoundException',
  'UserNotConfirmedException',
  'NotAuthorizedException',
  'InvalidParameterException',
  'LimitExceededException',
];

const CODE_REFUSALS: Record<string, RejectionCode> = {
  InvalidPasswordException: 'invalid_password',
  TooManyRequestsException: 'too_many_requests',
  // Too many attempts are reported only for existing users, so that isn't revealed either.
  ...Object.fromEntries(
    [
      'CodeMismatchException',
      'ExpiredCodeException',
      'TooManyFailedAttemptsException',
      'AliasExistsException',
      ...UNTOLD,
    ].map((name) => [name, 'invalid_code' as const]),
  ),
};

async function codeRefusalOf(ask: () => Promise<unknown>): Promise<Rejection | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    const refusal = error instanceof Error ? CODE_REFUSALS[error.name] : undefined;
    if (refusal) return refused(refusal);
    throw error;
  }
}

/** Sends the edge's key with each request, if there is an edge. */
function knownClient(): CognitoIdentityProviderClient {
  const client = new CognitoIdentityProviderClient(boundedCalls());
  const key = process.env.EDGE_KEY;
  if (!key) return client;
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      assert(isHttpRequest(request), "the SDK's request is not an HTTP request");
      request.headers[EDGE_KEY_HEADER] = key;
      return next(args);
    },
    { step: 'build', name: 'edgeKey' },
  );
  return client;
}

function isHttpRequest(request: unknown): request is { headers: Record<string, string> } {
  return typeof request === 'object' && request !== null && 'headers' in request;
}
