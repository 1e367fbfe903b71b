import { Stack } from 'aws-cdk-lib';
import { type CfnAuthorizer, CfnIntegration, CfnRoute, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Access } from '../../functions/contract/route';
import { acknowledge } from '../acknowledge';

// The scope of every access token that Cognito issues for a password. ID tokens have no scope, so requiring it keeps
// them from passing as access tokens.
const accessTokenScope = 'aws.cognito.signin.user.admin';

export interface ApiRouteProps {
  api: HttpApi;
  authorizer: CfnAuthorizer;
  /** A method and a path from the root of the host, or `$default`. */
  key: string;
  access: Access;
  fn: LambdaFunction;
}

/** One route of the API, with its integration and its permission to invoke the function. */
export class ApiRoute extends Construct {
  readonly route: CfnRoute;

  constructor(scope: Construct, id: string, props: ApiRouteProps) {
    super(scope, id);
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: props.api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: props.fn.functionArn,
      payloadFormatVersion: '2.0',
    });
    this.route = this.declareRoute(integration, props);
  }

  private declareRoute(integration: CfnIntegration, props: ApiRouteProps): CfnRoute {
    const { api, authorizer, key, access, fn } = props;
    const open = access === 'anyone';

    const declared = new CfnRoute(this, 'Route', {
      apiId: api.apiId,
      routeKey: key,
      target: `integrations/${integration.ref}`,
      ...(open
        ? { authorizationType: 'NONE' }
        : {
            authorizationType: 'JWT',
            authorizerId: authorizer.ref,
            authorizationScopes: [accessTokenScope],
          }),
    });
    if (open) {
      acknowledge(
        declared,
        'AwsSolutions-APIG4',
        'Anyone may call this: it reveals no personal data, or is how a user obtains a token.',
      );
    }

    // In the ARN of an invocation, `*` covers any value of a path parameter, and any stage.
    const anyParameter = key.replace(' ', '').replaceAll(/\{[^}]+\}/g, '*');
    fn.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: api.apiId,
        resourceName: `*/${anyParameter}`,
      }),
    });
    return declared;
  }
}
