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
} from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { adminGroup } from '../../functions/contract/route';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';

/**
 * Authentication: a user pool for which only our own API signs users up, one client through which only our own API
 * signs them in, and the group of administrators.
 */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
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
    new CfnUserPoolGroup(this, 'Admin', {
      userPoolId: this.pool.userPoolId,
      groupName: adminGroup,
      description: 'Sees all users and the audit, and moves money on behalf of others.',
    });
    this.issuer = `https://cognito-idp.${Aws.REGION}.amazonaws.com/${this.pool.userPoolId}`;
  }

  /** Lets a function create users and set their passwords, which is all that sign-up needs. */
  bindSignUp(fn: LambdaFunction): void {
    fn.addEnvironment('SIGN_UP', this.signUp);
    fn.addEnvironment('USER_POOL_ID', this.pool.userPoolId);
    fn.addEnvironment('USER_POOL_CLIENT_ID', this.client.userPoolClientId);
    this.allow(fn, 'AdminCreateUser', 'AdminSetUserPassword', 'AdminGetUser');
  }

  /** Lets a function sign users in, with a flow that nobody else may use. */
  bindSignIn(fn: LambdaFunction): void {
    this.bindSignOut(fn);
    this.allow(fn, 'AdminInitiateAuth');
  }

  /** Configures a function for revoking tokens. Anyone who has a token may do so; it needs no permission. */
  bindSignOut(fn: LambdaFunction): void {
    fn.addEnvironment('USER_POOL_ID', this.pool.userPoolId);
    fn.addEnvironment('USER_POOL_CLIENT_ID', this.client.userPoolClientId);
    fn.addEnvironment('REFRESH_TOKEN_DAYS', String(this.refreshTokenDays));
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
      selfSignUpEnabled: false,
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
      accountRecovery: AccountRecovery.NONE,
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
