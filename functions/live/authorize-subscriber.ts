import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { setting } from '../environment';
import { accessTokenVerifier, type TokenBearer } from '../identity/access-token';
import { logger } from '../logger';
import { clientIdPrefix, type PolicyDocument, subscriberPolicy } from './subscriber-policy';

const verify = accessTokenVerifier(setting('TOKEN_ISSUER'), setting('USER_POOL_CLIENT_ID'));

/** The parts used here of what IoT Core tells a custom authorizer about an MQTT connection. */
const ConnectEvent = z.object({
  protocolData: z.object({
    mqtt: z.object({
      clientId: z.string(),
      /** The access token, in base64. It is not in the URL because URLs end up in logs. */
      password: z.base64().default(''),
    }),
  }),
});

/** The response that IoT Core expects. */
export interface Authorization {
  readonly isAuthenticated: boolean;
  readonly principalId?: string;
  readonly policyDocuments?: readonly PolicyDocument[];
  readonly disconnectAfterInSeconds?: number;
  readonly refreshAfterInSeconds?: number;
}

const REFUSED: Authorization = { isAuthenticated: false };

/** IoT Core's bounds. A connection may therefore outlive its token by up to five minutes. */
const LEAST_SECONDS = 300;
const MOST_SECONDS = 86_400;

/**
 * Lets the bearer of an access token subscribe to their own events. It runs once per connection: a demoted
 * administrator, or the bearer of a revoked token, stays connected until the token would have expired.
 */
export async function handler(
  input: unknown,
  context: Pick<Context, 'invokedFunctionArn'>,
): Promise<Authorization> {
  const event = ConnectEvent.safeParse(input);
  if (!event.success) return REFUSED;
  const { clientId, password } = event.data.protocolData.mqtt;
  const bearer = await verify(Buffer.from(password, 'base64').toString('utf8'));
  if (!bearer || !clientId.startsWith(clientIdPrefix(bearer))) return REFUSED;
  logger.info('listens', { user_id: bearer.userId, client_id: clientId });
  return authorizationOf(bearer, placeOf(context), Date.now() / 1000);
}

function authorizationOf(bearer: TokenBearer, place: string, nowSeconds: number): Authorization {
  const untilExpiry = Math.ceil(bearer.expiresAtSeconds - nowSeconds);
  return {
    isAuthenticated: true,
    // Letters and digits only.
    principalId: bearer.userId.replaceAll('-', ''),
    policyDocuments: [subscriberPolicy(bearer, place)],
    disconnectAfterInSeconds: Math.min(Math.max(untilExpiry, LEAST_SECONDS), MOST_SECONDS),
    refreshAfterInSeconds: MOST_SECONDS,
  };
}

/** Topics are in the function's own partition, region and account. */
function placeOf({ invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>): string {
  const [arn, partition, , region, account] = invokedFunctionArn.split(':');
  return [arn, partition, 'iot', region, account].join(':');
}
