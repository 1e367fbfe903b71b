import {
  type ConsoleConfiguration,
  cacheControl,
  consoleConfiguration,
} from '../../functions/contract/console';
import type { StackDeclaration } from '../assembly/stack';
import type { Answer } from '../gateway/answer';
import type { ReceivedRequest } from '../gateway/event';
import { LIVE_PATH } from '../live/live-socket';

/** Everything comes from the template, except the address at which this host is reached. */
export function configurationOf(
  { functions, identity, subscriberAuthorizerArn }: StackDeclaration,
  { headers, domainName, port }: ReceivedRequest,
  hasMarket: boolean,
): ConsoleConfiguration | undefined {
  const settings = functions.find(({ arn, name }) => [arn, name].includes(subscriberAuthorizerArn ?? ''));
  if (settings === undefined || identity === undefined) return undefined;
  const { STAGE = '', QUOTE_MAX_AGE_SECONDS, MARKET_COLLAR_PERCENT } = settings.environment;
  const isBehindTls = headers.get('x-forwarded-proto')?.[0] === 'https';
  const host = headers.get('host')?.[0] ?? `${domainName}:${port}`;
  return {
    stage: STAGE,
    live_url: `${isBehindTls ? 'wss' : 'ws'}://${host}${LIVE_PATH}`,
    quote_max_age_seconds: Number(QUOTE_MAX_AGE_SECONDS),
    market_collar_percent: Number(MARKET_COLLAR_PERCENT),
    fees: feesOf(settings.environment),
    password_length: identity.passwordPolicy.MinimumLength,
    features: [
      ...(functions.some(({ environment }) => environment.PUBLISH_TOPIC) ? (['publish_ticks'] as const) : []),
      ...(hasMarket ? (['local_market'] as const) : []),
    ],
  };
}

export function configurationAnswer(configuration: ConsoleConfiguration): Answer {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': cacheControl.configuration,
      'x-content-type-options': 'nosniff',
    },
    cookies: [],
    body: JSON.stringify(configuration),
  };
}

function feesOf(environment: Readonly<Record<string, string>>): ConsoleConfiguration['fees'] {
  const { FEE_BASIS_POINTS, FEE_PER_SHARE, FEE_MINIMUM, FEE_SIDES: sides } = environment;
  return consoleConfiguration.shape.fees.parse({
    basis_points: Number(FEE_BASIS_POINTS),
    per_share: Number(FEE_PER_SHARE),
    minimum: Number(FEE_MINIMUM),
    sides,
  });
}
