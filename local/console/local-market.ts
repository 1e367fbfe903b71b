// `/_local/market`, where administrators control the demo market. It belongs to the host and doesn't exist on AWS.
import type * as z from 'zod';
import {
  type LocalMarket,
  type LocalMarketSettings,
  localMarketSettings,
} from '../../functions/contract/local-market';
import { houseWording } from '../../functions/contract/wording';
import type { Answer } from '../gateway/answer';
import { gatewayAnswer } from '../gateway/answer';
import type { Authorization } from '../gateway/authorize';
import type { ReceivedRequest } from '../gateway/event';

/** A market that can be controlled. */
export interface SteeredMarket {
  state(): LocalMarket;
  steer(settings: LocalMarketSettings): void;
}

type Authorize = (request: ReceivedRequest) => Promise<Authorization>;

export async function answerMarket(
  request: ReceivedRequest,
  market: SteeredMarket,
  authorize: Authorize,
): Promise<Answer> {
  if (!isLoopback(request.sourceIp)) return gatewayAnswer(403, 'Only this machine may control its market.');
  const authorization = await authorize(request);
  if (!authorization.ok)
    return gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': authorization.challenge });
  if (!isAdministrator(authorization.jwt.claims))
    return gatewayAnswer(403, 'Only administrators may control the market.');
  switch (request.method) {
    case 'GET':
      return stateAnswer(market);
    case 'PUT':
      return await steered(request, market);
    default:
      return gatewayAnswer(405, 'Only GET and PUT are allowed.', { allow: 'GET, PUT' });
  }
}

async function steered(request: ReceivedRequest, market: SteeredMarket): Promise<Answer> {
  const body = await request.readBody();
  if (typeof body === 'string')
    return gatewayAnswer(413, 'Request Entity Too Large', { connection: 'close' });
  const read = localMarketSettings.safeParse(parsed(body), { error: houseWording });
  if (!read.success) return gatewayAnswer(400, read.error.issues.map(sentenceOf).join(' '));
  const known = new Set(market.state().stocks.map(({ stock_id }) => stock_id));
  const stranger = read.data.quiet.find((stockId) => !known.has(stockId));
  if (stranger !== undefined) return gatewayAnswer(400, `quiet: ${stranger} is not in this market.`);
  market.steer(read.data);
  return stateAnswer(market);
}

/** @returns undefined if it isn't JSON, which no schema accepts */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function sentenceOf({ path, message }: z.core.$ZodIssue): string {
  return `${path.length === 0 ? 'The body' : path.join('.')} ${message}.`;
}

function stateAnswer(market: SteeredMarket): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status: 200, headers, cookies: [], body: JSON.stringify(market.state()) };
}

/** The gateway writes a token's lists as `[a b]`. */
function isAdministrator(claims: Record<string, string>): boolean {
  const groups = claims['cognito:groups'] ?? '';
  return groups.slice(1, -1).split(' ').includes('admin');
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
