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

/** Who people are: a user pool that only our own API signs people up to, one client that only our own API signs in by, and
 * administrators. */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** The `iss` of the pool's tokens, and where their keys are published. */
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
      // Programs and the console sign in with name and password through POST /token; there is no hosted page.
      // Only who may act on the pool can use this flow: a stranger with the client's id, which every token tells, can't.
      authFlows: { adminUserPassword: true },
      // Without a list, people could change their e-mail address with their token, past the claim that it is theirs.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
      disableOAuth: true,
      generateSecret: false,
      // An unknown name and a wrong password get the same answer.
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(accessTokenMinutes),
      idTokenValidity: Duration.minutes(accessTokenMinutes),
      refreshTokenValidity: Duration.days(refreshTokenDays),
    });
    new CfnUserPoolGroup(this, 'Admin', {
      userPoolId: this.pool.userPoolId,
      groupName: adminGroup,
      description: 'Sees all users and the audit, and moves money for others.',
    });
    this.issuer = `https://cognito-idp.${Aws.REGION}.amazonaws.com/${this.pool.userPoolId}`;
  }

  /** Lets a function create users and set their passwords: the whole of our sign-up. */
  bindSignUp(fn: LambdaFunction): void {
    fn.addEnvironment('SIGN_UP', this.signUp);
    fn.addEnvironment('USER_POOL_ID', this.pool.userPoolId);
    fn.addEnvironment('USER_POOL_CLIENT_ID', this.client.userPoolClientId);
    this.allow(fn, 'AdminCreateUser', 'AdminSetUserPassword', 'AdminGetUser');
  }

  /** Lets a function sign people in, by a flow that nobody else may use. */
  bindSignIn(fn: LambdaFunction): void {
    this.bindSignOut(fn);
    this.allow(fn, 'AdminInitiateAuth');
  }

  /** Tells a function where tokens are revoked. Anybody may who has one, so no permission goes with it. */
  bindSignOut(fn: LambdaFunction): void {
    fn.addEnvironment('USER_POOL_ID', this.pool.userPoolId);
    fn.addEnvironment('USER_POOL_CLIENT_ID', this.client.userPoolClientId);
    fn.addEnvironment('REFRESH_TOKEN_DAYS', String(this.refreshTokenDays));
  }

  /** Tells a function whose tokens to believe. The keys are public, so no permission goes with it. */
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
      // How our sign-up marks the users it made; Cognito refuses an attribute that the pool does not declare.
      customAttributes: { origin: new StringAttribute({ mutable: false }) },
      accountRecovery: AccountRecovery.NONE,
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
      ...(configuration.threatProtection
        ? {
            featurePlan: FeaturePlan.PLUS,
            standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
          }
        : // The cheapest plan has all that is used here.
          { featurePlan: FeaturePlan.LITE }),
    });

    acknowledge(
      pool,
      'AwsSolutions-COG2',
      'The API signs in with name and password in one request, as programs do; a second factor needs a dialogue.',
    );
    if (!configuration.threatProtection) {
      acknowledge(
        pool,
        'AwsSolutions-COG8',
        'The Plus plan is paid for each active user: it is switched on by the context value threatProtection.',
      );
    }
    return pool;
  }
}
