// The HTTP API, in API Gateway's order of processing: preflight, route, throttle, token, size, function.
import type { ApiDeclaration, RouteDeclaration } from '../assembly/read-api';
import type { Outcome } from '../functions/outcome';
import { type Answer, answerOf, gatewayAnswer } from './answer';
import { type Authorization, authorize } from './authorize';
import { corsHeaders, preflightHeaders } from './cors';
import { eventOf, type GatewayEvent, type ReceivedRequest, type Routed } from './event';
import { routeSelector, type SelectedRoute } from './select-route';
import { admission } from './throttle';
import { type KeysOf, VerifiedTokens } from './verified-tokens';

export interface GatewayOptions {
  api: ApiDeclaration;
  invoke(functionArn: string, event: GatewayEvent): Promise<Outcome>;
  keysOf: KeysOf;
  /** A monotonic clock in milliseconds with any origin: setting the wall clock must not stop the traffic. */
  now?: () => number;
}

// API Gateway sends no Retry-After; after a second, every bucket has tokens again.
const COME_BACK = { 'retry-after': '1' };

export class Gateway {
  private readonly select: (method: string, rawPath: string) => SelectedRoute<RouteDeclaration> | undefined;
  private readonly admits: (routeKey: string, source: string) => boolean;
  private readonly tokens: VerifiedTokens;

  constructor(private readonly options: GatewayOptions) {
    this.select = routeSelector(options.api.routes);
    this.admits = admission(options.api, options.now);
    this.tokens = new VerifiedTokens(options.keysOf);
  }

  async answer(request: ReceivedRequest): Promise<Answer> {
    const { cors } = this.options.api;
    const origin = request.headers.get('origin')?.[0];
    if (cors !== undefined && request.method === 'OPTIONS') {
      return { status: 204, headers: preflightHeaders(cors, origin), cookies: [], body: '' };
    }
    const answer = await this.route(request);
    const headers = { ...answer.headers, ...corsHeaders(cors, origin), 'apigw-requestid': request.id };
    return { ...answer, headers };
  }

  /** Authorizes a request that isn't for the API, with the API's own authorizer. */
  async authorization(request: ReceivedRequest): Promise<Authorization> {
    const authorizer = this.options.api.routes.find((route) => route.authorizer !== undefined)?.authorizer;
    if (authorizer === undefined) return { ok: false, status: 401, challenge: 'Bearer' };
    return await authorize(request.headers.get('authorization')?.[0], authorizer, [], this.tokens);
  }

  private async route(request: ReceivedRequest): Promise<Answer> {
    const selected = this.select(request.method, request.path);
    if (selected === undefined) return gatewayAnswer(404, 'Not Found');
    const { route, pathParameters } = selected;
    if (!this.admits(route.key, request.sourceIp)) return gatewayAnswer(429, 'Too Many Requests', COME_BACK);

    const routed = { apiId: this.options.api.id, routeKey: route.key, pathParameters };
    if (route.authorizer === undefined) return this.integrate(route, request, routed);
    const token = request.headers.get('authorization')?.[0];
    const authorization = await authorize(token, route.authorizer, route.scopes, this.tokens);
    if (authorization.ok) return this.integrate(route, request, { ...routed, jwt: authorization.jwt });
    const message = authorization.status === 401 ? 'Unauthorized' : 'Forbidden';
    return gatewayAnswer(authorization.status, message, { 'www-authenticate': authorization.challenge });
  }

  private async integrate(
    route: RouteDeclaration,
    request: ReceivedRequest,
    routed: Routed,
  ): Promise<Answer> {
    const body = await request.readBody();
    if (body === 'too_large') return gatewayAnswer(413, 'Request Entity Too Large', { connection: 'close' });
    if (body === 'no_room') return gatewayAnswer(503, 'Service Unavailable', COME_BACK);
    const invoked = this.options.invoke(route.functionArn, eventOf(request, body, routed)).then(answerOf);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<Answer>((resolve) => {
      timer = setTimeout(
        () => resolve(gatewayAnswer(503, 'Service Unavailable', COME_BACK)),
        route.timeoutMs,
      );
    });
    return Promise.race([invoked, tooLate]).finally(() => clearTimeout(timer));
  }
}
