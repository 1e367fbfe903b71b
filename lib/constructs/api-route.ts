import { Stack } from 'aws-cdk-lib';
import { type CfnAuthorizer, CfnIntegration, CfnRoute, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Route } from '../../functions/contract/route';
import { acknowledge } from '../acknowledge';

// The scope of every access token that Cognito gives for a password. ID tokens have no scope, so asking for it
// is what keeps them from passing for access tokens.
const accessTokenScope = 'aws.cognito.signin.user.admin';

export interface ApiRouteProps {
  api: HttpApi;
  authorizer: CfnAuthorizer;
  route: Pick<Route, 'method' | 'access'>;
  fn: LambdaFunction;
  /** The paths the route answers at, from the root of the host: one, or one with and one without a slash. */
  paths: string[];
}

/** One route of the API. Written on the L1 layer because the L2 HttpRoute refuses a path that ends with a slash. */
export class ApiRoute extends Construct {
  readonly routes: CfnRoute[];

  constructor(scope: Construct, id: string, props: ApiRouteProps) {
    super(scope, id);
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: props.api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: props.fn.functionArn,
      payloadFormatVersion: '2.0',
    });
    this.routes = props.paths.map((path) => this.declareRoute(path, integration, props));
  }

  private declareRoute(path: string, integration: CfnIntegration, props: ApiRouteProps): CfnRoute {
    const { api, authorizer, route, fn } = props;
    const suffix = path.endsWith('/') ? 'WithSlash' : '';
    const open = route.access === 'anyone';

    const declared = new CfnRoute(this, `Route${suffix}`, {
      apiId: api.apiId,
      routeKey: `${route.method} ${path}`,
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
      acknowledge(declared, 'AwsSolutions-APIG4', 'Anyone may call this: it is how a user comes by a token.');
    }

    // A path parameter stands for any one value in the ARN of a call, as does the stage.
    const anyParameter = path.replaceAll(/\{[^}]+\}/g, '*');
    fn.addPermission(`Api${suffix}`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: api.apiId,
        resourceName: `*/${route.method}${anyParameter}`,
      }),
    });
    return declared;
  }
}
