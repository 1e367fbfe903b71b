import * as z from 'zod';
import { NotSupported } from './not-supported';
import { type DeclaredResource, meaninglessHere, type ResourceReader } from './resource-reader';

const Cors = z.strictObject({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  MaxAge: z.number().optional(),
  AllowCredentials: z.boolean().default(false),
});
export type Cors = z.infer<typeof Cors>;

const Api = z.strictObject({
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: Cors.optional(),
  Name: meaninglessHere,
  Description: meaninglessHere,
  DisableExecuteApiEndpoint: meaninglessHere,
  Tags: meaninglessHere,
});

const RouteSettings = z.strictObject({
  ThrottlingRateLimit: z.number().optional(),
  ThrottlingBurstLimit: z.number().optional(),
});

const Stage = z.strictObject({
  ApiId: z.string(),
  // A named stage would prefix every path with its name.
  StageName: z.literal('$default'),
  DefaultRouteSettings: RouteSettings.optional(),
  RouteSettings: z.record(z.string(), RouteSettings).default({}),
  AutoDeploy: z.literal(true),
  AccessLogSettings: meaninglessHere,
  Tags: meaninglessHere,
});

const Integration = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().default(30_000),
});

const Authorizer = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()) }),
  Name: meaninglessHere,
});

const Route = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().regex(/^(\$default|[A-Z]+ \/.*)$/),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});

export interface JwtAuthorizer {
  issuer: string;
  audience: string[];
}

export interface Throttle {
  ratePerSecond: number;
  burst: number;
}

export interface RouteDeclaration {
  /** Such as `GET /users/{user_id}`, or `$default`. */
  key: string;
  functionArn: string;
  timeoutMs: number;
  authorizer?: JwtAuthorizer | undefined;
  scopes: string[];
  /** The route's own limit, if the stage sets one. */
  throttle?: Throttle | undefined;
}

export interface ApiDeclaration {
  id: string;
  routes: RouteDeclaration[];
  cors?: Cors | undefined;
  throttle: Throttle;
}

// The default quota of an AWS account.
const accountThrottle: Throttle = { ratePerSecond: 10_000, burst: 5_000 };

/** Undefined if the stack has no API. */
export function readApi(reader: ResourceReader): ApiDeclaration | undefined {
  const apis = reader.take('AWS::ApiGatewayV2::Api', Api);
  const stages = reader.take('AWS::ApiGatewayV2::Stage', Stage);
  const integrations = byId(reader.take('AWS::ApiGatewayV2::Integration', Integration));
  const authorizers = byId(reader.take('AWS::ApiGatewayV2::Authorizer', Authorizer));
  const routes = reader.take('AWS::ApiGatewayV2::Route', Route);

  const [api, anotherApi] = apis;
  const [stage] = stages;
  if (api === undefined) return undefined;
  if (anotherApi !== undefined) throw new NotSupported(`${anotherApi.id}: the local host serves one API.`);
  if (stage === undefined || stages.length > 1)
    throw new NotSupported(`${api.id}: the local host serves an API with exactly one stage.`);

  const defaults = { ...accountThrottle, ...throttleOf(stage.properties.DefaultRouteSettings) };
  const routeOf = ({ id, properties }: (typeof routes)[number]): RouteDeclaration => {
    const integration = integrations.get(properties.Target.replace('integrations/', ''));
    if (integration === undefined)
      throw new NotSupported(`${id}: its target ${properties.Target} is not declared.`);
    const own = stage.properties.RouteSettings[properties.RouteKey];
    return {
      key: properties.RouteKey,
      functionArn: integration.IntegrationUri,
      timeoutMs: integration.TimeoutInMillis,
      authorizer:
        properties.AuthorizationType === 'NONE' ? undefined : authorizerOf(id, properties.AuthorizerId),
      scopes: properties.AuthorizationScopes,
      throttle: own && { ...defaults, ...throttleOf(own) },
    };
  };
  // A route that requires a token but has no known authorizer must never become an open one.
  const authorizerOf = (routeId: string, authorizerId = ''): JwtAuthorizer => {
    const configuration = authorizers.get(authorizerId)?.JwtConfiguration;
    if (configuration === undefined) throw new NotSupported(`${routeId}: its authorizer is not declared.`);
    return { issuer: configuration.Issuer, audience: configuration.Audience };
  };
  return {
    id: reader.nameOf(api.id),
    routes: routes.map(routeOf),
    cors: api.properties.CorsConfiguration,
    throttle: defaults,
  };
}

function throttleOf(settings: z.infer<typeof RouteSettings> = {}): Partial<Throttle> {
  return {
    ...(settings.ThrottlingRateLimit === undefined ? {} : { ratePerSecond: settings.ThrottlingRateLimit }),
    ...(settings.ThrottlingBurstLimit === undefined ? {} : { burst: settings.ThrottlingBurstLimit }),
  };
}

function byId<Properties>(resources: DeclaredResource<Properties>[]): Map<string, Properties> {
  return new Map(resources.map(({ id, properties }) => [id, properties]));
}
