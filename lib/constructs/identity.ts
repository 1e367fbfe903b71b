import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
  VerificationEmailStyle,
} from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { adminGroup } from '../../functions/contract/route';
import type { RouteName } from '../../functions/contract/routes';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';

/** The operations that each function's role may call. Those that present a token or a code need no permission. */
const OPERATIONS = {
  'create-user': [
    'AdminCreateUser',
    'AdminDeleteUser',
    'AdminGetUser',
    'AdminSetUserPassword',
    'DescribeUserPoolClient',
  ],
  'confirm-user': ['AdminDeleteUser', 'AdminGetUser', 'AdminInitiateAuth', 'DescribeUserPoolClient'],
  'sign-in': ['AdminInitiateAuth'],
  'sign-out': [],
  'forgot-password': ['DescribeUserPoolClient'],
  'reset-password': ['AdminUserGlobalSignOut', 'DescribeUserPoolClient'],
  'change-password': ['AdminInitiateAuth', 'AdminSetUserPassword', 'AdminUserGlobalSignOut'],
} as const satisfies Partial<Record<RouteName, readonly string[]>>;

const SEND_CODES = ['create-user', 'confirm-user', 'forgot-password', 'reset-password'] as const;

/**
 * Authentication: a user pool for which only our own API signs users up, one client through which only our own API
 * signs them in, and the group of administrators.
 */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** Sends and redeems codes. It issues no tokens, and outsiders know neither its id nor its secret. */
  private readonly codesClient: UserPoolClient;
  /** The `iss` of the pool's tokens, under which their keys are published. */
  readonly issuer: string;
  private readonly refreshTokenDays: number;
  private readonly signUp: string;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    this.pool = this.declarePool(configuration);
    const { accessTokenMinutes, refreshTokenDays } = configuration;
    this.refreshTokenDays = refreshTokenDays;
    this.signUp = configuration.signUp;
    this.client = this.pool.addClient('Client', {
      // Programs and the console sign in with username and password through POST /token; there is no hosted page. This
      // flow requires rights on the pool: the client id, which every token contains, isn't enough.
      authFlows: { adminUserPassword: true },
      // Without a list, users could change their email address with their token, bypassing the claim on it.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
      disableOAuth: true,
      generateSecret: false,
      // An unknown name and a wrong password get the same response.
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(accessTokenMinutes),
      idTokenValidity: Duration.minutes(accessTokenMinutes),
      refreshTokenValidity: Duration.days(refreshTokenDays),
    });
    this.codesClient = this.pool.addClient('Codes', {
      authFlows: { userPassword: false },
      writeAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true })
        .withCustomAttributes('origin'),
      disableOAuth: true,
      generateSecret: true,
      preventUserExistenceErrors: true,
    });
    new CfnUserPoolGroup(this, 'Admin', {
      userPoolId: this.pool.userPoolId,
      groupName: adminGroup,
      description: 'Sees all users and the audit, and moves money on behalf of others.',
    });
    this.issuer = `https://cognito-idp.${Aws.REGION}.amazonaws.com/${this.pool.userPoolId}`;
  }

  /** Gives each function its operations and its settings. */
  bind(handlers: Record<RouteName, LambdaFunction>): void {
    for (const [name, operations] of Object.entries(OPERATIONS)) {
      const fn = handlers[name as keyof typeof OPERATIONS];
      fn.addEnvironment('USER_POOL_ID', this.pool.userPoolId);
      fn.addEnvironment('USER_POOL_CLIENT_ID', this.client.userPoolClientId);
      if (operations.length > 0) this.allow(fn, ...operations);
    }
    for (const name of SEND_CODES) {
      handlers[name].addEnvironment('CODES_CLIENT_ID', this.codesClient.userPoolClientId);
    }
    for (const name of ['create-user', 'confirm-user'] as const) {
      handlers[name].addEnvironment('SIGN_UP', this.signUp);
    }
    for (const name of ['sign-in', 'sign-out'] as const) {
      handlers[name].addEnvironment('REFRESH_TOKEN_DAYS', String(this.refreshTokenDays));
    }
  }

  /** Configures a function for verifying tokens. The keys are public; it needs no permission. */
  bindTokens(fn: LambdaFunction): void {
    fn.addEnvironment('TOKEN_ISSUER', this.issuer);
    fn.addEnvironment('USER_POOL_CLIENT_ID', this.client.userPoolClientId);
  }

  private allow(fn: LambdaFunction, ...operations: string[]): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: operations.map((name) => `cognito-idp:${name}`),
        resources: [this.pool.userPoolArn],
      }),
    );
  }

  private declarePool(configuration: Configuration): UserPool {
    const { removalPolicy } = configuration;
    const pool = new UserPool(this, 'Pool', {
      userPoolName: `trading-${configuration.stage}`,
      // Only through the client for codes, whose secret only our functions can read.
      selfSignUpEnabled: configuration.signUp === 'confirmed',
      autoVerify: { email: true },
      userVerification: {
        emailSubject: 'Your code',
        emailBody: '{####} is your code. We will never ask you for it.',
        emailStyle: VerificationEmailStyle.CODE,
      },
      ...mailOf(configuration),
      signInAliases: { username: true },
      signInCaseSensitive: false,
      passwordPolicy: {
        minLength: configuration.minimumPasswordLength,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      // Sign-up marks the users it created with this; Cognito refuses undeclared attributes.
      customAttributes: { origin: new StringAttribute({ mutable: false }) },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
      ...(configuration.threatProtection
        ? {
            featurePlan: FeaturePlan.PLUS,
            standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
          }
        : // The cheapest plan has everything used here.
          { featurePlan: FeaturePlan.LITE }),
    });

    acknowledge(
      pool,
      'AwsSolutions-COG2',
      'The API signs in with username and password in one request, as programs do; a second factor needs a dialogue.',
    );
    if (!configuration.threatProtection) {
      acknowledge(
        pool,
        'AwsSolutions-COG8',
        'The Plus plan is charged per active user; the context value threatProtection switches it on.',
      );
    }
    return pool;
  }
}

/** Without a sender address Cognito sends the messages itself, at most fifty a day. */
function mailOf({ mailFrom }: Configuration) {
  if (mailFrom === undefined) return {};
  return { email: UserPoolEmail.withSES({ fromEmail: mailFrom, sesRegion: Aws.REGION }) };
}
