import { Aws } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAuthorizer } from 'aws-cdk-lib/aws-iot';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';
import { iotArn } from '../iot-arn';
import type { Identity } from './identity';

/** The name of the authorizer in IoT Core, which browsers give in the URL they connect to. */
export function liveAuthorizerName({ stage }: Pick<Configuration, 'stage'>): string {
  return `trading-${stage}-console`;
}

const CONNECTIONS_AT_ONCE = 20;

/**
 * The path of an event to a browser: the function that decides who may subscribe to what, IoT Core's permission to
 * invoke it and, if there is a console, the authorizer that calls it.
 */
export class LiveEvents extends Construct {
  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    identity: Identity,
    authorizeSubscriber: LambdaFunction,
  ) {
    super(scope, id);
    identity.bindTokens(authorizeSubscriber);
    authorizeSubscriber.addPermission('Authorizer', {
      principal: new ServicePrincipal('iot.amazonaws.com'),
      sourceArn: iotArn(`authorizer/${liveAuthorizerName(configuration)}`),
      sourceAccount: Aws.ACCOUNT_ID,
    });
    if (configuration.console) {
      limitConcurrency(authorizeSubscriber);
      this.declareAuthorizer(configuration, authorizeSubscriber);
    }
  }

  /** Users can't sign tokens with our key, so signing is off; the function's concurrency is limited. */
  private declareAuthorizer(configuration: Configuration, { functionArn }: LambdaFunction): void {
    new CfnAuthorizer(this, 'Authorizer', {
      authorizerName: liveAuthorizerName(configuration),
      authorizerFunctionArn: functionArn,
      signingDisabled: true,
      status: 'ACTIVE',
    });
  }
}

/** A flood of bad tokens must not use up the concurrency of all other functions. */
function limitConcurrency(fn: LambdaFunction): void {
  const declared = fn.node.defaultChild;
  if (declared instanceof CfnFunction) declared.reservedConcurrentExecutions = CONNECTIONS_AT_ONCE;
}
