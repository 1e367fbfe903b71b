import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CfnAuthorizer,
  type CfnRoute,
  type CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { basePath, type Route } from '../../functions/contract/route';
import { type RouteName, routes } from '../../functions/contract/routes';
import type { Configuration } from '../configuration';
import { fallback } from '../functions';
import { namesOf } from '../records';
import { ApiRoute } from './api-route';
import type { Identity } from './identity';

/** The HTTP API: routes from the contract, tokens from the identity, throttles and an access log. */
export class Api extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** Where a client finds the routes, without a slash at the end. */
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    identity: Identity,
    handlers: Record<RouteName, LambdaFunction>,
    unrouted: LambdaFunction,
  ) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', {
      apiName: `trading-${configuration.stage}`,
      createDefaultStage: false,
      // With a domain name of our own, the one AWS gives would only be a way around what stands before ours.
      disableExecuteApiEndpoint: configuration.domainName !== undefined,
      ...corsOf(configuration),
    });
    const authorizer = new CfnAuthorizer(this, 'Authorizer', {
      apiId: this.api.apiId,
      name: 'access-token',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: identity.issuer, audience: [identity.client.userPoolClientId] },
    });
    this.stage = this.declareStage(configuration);

    const credentialRoutes: CfnRoute[] = [];
    for (const name of namesOf(routes)) {
      const route: Route = routes[name];
      const key = `${route.method} ${basePath}${route.path}`;
      const declared = new ApiRoute(this, name, {
        api: this.api,
        authorizer,
        key,
        access: route.access,
        fn: handlers[name],
      });
      if (takesCredentials(route)) credentialRoutes.push(declared.route);
    }
    new ApiRoute(this, fallback, {
      api: this.api,
      authorizer,
      key: '$default',
      access: 'anyone',
      fn: unrouted,
    });
    this.throttleCredentials(credentialRoutes, configuration);
    this.url = this.mapDomain(configuration);
  }

  private declareStage(configuration: Configuration): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/trading-${configuration.stage}/access`,
      retention: configuration.logRetentionDays,
      removalPolicy: configuration.removalPolicy,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: configuration.requestsPerSecond, burstLimit: configuration.requestBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(accessLogLine),
      },
    });
  }

  // A stage can only be told about a route that exists already, hence the dependency.
  private throttleCredentials(declared: CfnRoute[], configuration: Configuration): void {
    const stage = this.stage.node.defaultChild as CfnStage;
    const limits = {
      ThrottlingRateLimit: configuration.credentialRequestsPerSecond,
      ThrottlingBurstLimit: configuration.credentialRequestBurst,
    };
    stage.routeSettings = Object.fromEntries(declared.map((route) => [route.routeKey, limits]));
    for (const route of declared) stage.addResourceDependency(route);
  }

  private mapDomain(configuration: Configuration): string {
    const { domainName, certificateArn } = configuration;
    if (domainName === undefined || certificateArn === undefined) return `${this.api.apiEndpoint}${basePath}`;
    const domain = new DomainName(this, 'Domain', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage: this.stage });
    return `https://${domainName}${basePath}`;
  }
}

// Neither the query nor a header goes into the log: what may be secret is not written down.
const accessLogLine = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  sourceIp: '$context.identity.sourceIp',
  user: '$context.authorizer.claims.sub',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
});

// Open POST routes are where passwords can be tried and accounts made in bulk.
function takesCredentials(route: Route): boolean {
  return route.access === 'anyone' && route.method === 'POST';
}

function corsOf({ corsOrigins }: Configuration) {
  if (corsOrigins.length === 0) return {};
  return {
    corsPreflight: {
      allowOrigins: corsOrigins,
      allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PATCH, CorsHttpMethod.DELETE],
      allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      exposeHeaders: ['idempotency-replayed', 'retry-after'],
    },
  };
}
