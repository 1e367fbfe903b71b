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
import { credentialFunctions, docsRoutes, fallback } from '../functions';
import { namesOf } from '../records';
import { ApiRoute } from './api-route';
import type { Identity } from './identity';

/** The HTTP API: routes from the contract, token checks, throttles and an access log. */
export class Api extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** The base URL of the routes, without a trailing slash. */
  readonly url: string;
  private readonly routeSettings: Record<string, object> = {};

  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    identity: Identity,
    handlers: Partial<Record<RouteName, LambdaFunction>>,
    unrouted: LambdaFunction,
  ) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', {
      apiName: `trading-${configuration.stage}`,
      createDefaultStage: false,
      // With a custom domain name, the default endpoint would only serve to bypass it.
      disableExecuteApiEndpoint: configuration.domainName !== undefined && !configuration.edge,
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

    for (const name of namesOf(routes)) {
      const fn = handlers[name];
      const route: Route = routes[name];
      if (fn === undefined) continue;
      const key = `${route.method} ${basePath}${route.path}`;
      const common = { api: this.api, authorizer };
      const declared = new ApiRoute(this, name, { ...common, key, access: route.access, fn });
      this.throttle(declared.route, throttleOf(name, configuration));
    }
    const everythingElse = { key: '$default', access: 'anyone' as const, fn: unrouted };
    const declared = new ApiRoute(this, fallback, { api: this.api, authorizer, ...everythingElse });
    this.throttle(declared.route, UNROUTED);
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

  private throttle(route: CfnRoute, limits: Throttle | undefined): void {
    if (limits === undefined) return;
    this.routeSettings[route.routeKey] = {
      ThrottlingRateLimit: limits.perSecond,
      ThrottlingBurstLimit: limits.burst,
    };
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.routeSettings = this.routeSettings;
    // A stage's route settings may only refer to existing routes.
    stage.addResourceDependency(route);
  }

  private mapDomain(configuration: Configuration): string {
    const { domainName, certificateArn, edge } = configuration;
    // With an edge, the domain name belongs to the edge.
    if (domainName === undefined || certificateArn === undefined || edge)
      return `${this.api.apiEndpoint}${basePath}`;
    const domain = new DomainName(this, 'Domain', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage: this.stage });
    return `https://${domainName}${basePath}`;
  }
}

// Neither the query string nor any header is logged, as they may contain secrets.
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

interface Throttle {
  perSecond: number;
  burst: number;
}

// Requests that need no token and are rare: a documentation page loads a few files.
const DOCUMENTATION: Throttle = { perSecond: 10, burst: 20 };
const UNROUTED: Throttle = { perSecond: 20, burst: 40 };

/** The limits of a route that has its own; the others share the stage's. */
function throttleOf(name: RouteName, configuration: Configuration): Throttle | undefined {
  if (docsRoutes.includes(name)) return DOCUMENTATION;
  const { credentialRequestsPerSecond, credentialRequestBurst, signUpRequestsPerSecond } = configuration;
  if (name === 'sign-in' || name === 'sign-out')
    return { perSecond: credentialRequestsPerSecond, burst: credentialRequestBurst };
  // The routes that create accounts, send messages and set passwords draw on Cognito's smallest quotas.
  if (!credentialFunctions.some((each) => each === name)) return undefined;
  return { perSecond: signUpRequestsPerSecond, burst: 2 * signUpRequestsPerSecond };
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
