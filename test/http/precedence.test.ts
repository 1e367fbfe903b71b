import {
  AdminInitiateAuthCommand,
  NotAuthorizedException,
  UserNotConfirmedException,
} from '@aws-sdk/client-cognito-identity-provider';
import { problemsOf } from '../../functions/contract/route-problems';
import { type RouteName, routes } from '../../functions/contract/routes';
import { MAX_BALANCE } from '../../functions/domain/account';
import type { OrderId, StockId, UserId } from '../../functions/domain/ids';
import { fromMilliseconds } from '../../functions/domain/instant';
import { REJECTIONS, type RejectionCode } from '../../functions/domain/rejection';
import { accountKey } from '../../functions/storage/items/account';
import { type ClaimKind, claimKey } from '../../functions/storage/items/claim';
import { holdingKey } from '../../functions/storage/items/holding';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { recordAfterwards } from '../../functions/storage/transactions/idempotency';
import { openApi, type TestApi, type TestRequest } from '../../testing/api';
import { accepted, aUser, buy, CIB, sell, tick } from '../../testing/builders';
import { resetOperations } from '../../testing/fake-operations';
import { CODE, pool, poolUsers, resetPool } from '../../testing/fake-pool';
import { sampled } from '../../testing/scale';
import { plant } from '../audit/audited';

const UNKNOWN_STOCK = '00000000-0000-4000-8000-000000000000';
/** Whose quote is from the future. */
const AHEAD = '11111111-1111-4111-8111-111111111111' as StockId;
/** Whose only tick has none. */
const STOCK_WITHOUT_PRICE = '00000000-0000-4000-8000-000000000001' as StockId;
const UNKNOWN_ORDER = '01KEZ000000000000000000000';
const MAX_OPEN_ORDERS = 2;
const MAX_BOUNDED_ORDERS = 1;

/** Users by what is the matter with them. The first order of each is the one that requests are about. */
const KINDS = ['able', 'poor', 'busy', 'busy and poor', 'full'] as const;
type Kind = (typeof KINDS)[number] | 'unknown';

interface Trader {
  readonly userId: UserId;
  readonly orders: Readonly<Record<'buy' | 'sell' | 'closed', OrderId>>;
}

let api: TestApi;
const traders = new Map<Kind, Trader>();

beforeAll(async () => {
  process.env.MAX_OPEN_ORDERS = String(MAX_OPEN_ORDERS);
  process.env.MAX_BOUNDED_ORDERS = String(MAX_BOUNDED_ORDERS);
  api = await openApi();
  await tick(api.store, { price, availability: 1 });
  await tick(api.store, { stockId: AHEAD, at: fromMilliseconds(Date.now() + 3_600_000) });
  await tick(api.store, { price: 0, stockId: STOCK_WITHOUT_PRICE });
  for (const kind of KINDS) traders.set(kind, await aTrader(kind));
  const nothing = UNKNOWN_ORDER as OrderId;
  traders.set('unknown', {
    userId: 'nobody' as UserId,
    orders: { buy: nothing, sell: nothing, closed: nothing },
  });
  for (const { userId } of traders.values()) await useKey(userId);
});

beforeEach(async () => {
  resetPool();
  resetOperations();
  for (const name of ['someone', 'tester'])
    poolUsers.set(name, {
      attributes: [{ Name: 'sub', Value: name }],
      status: 'CONFIRMED',
      password: 'right',
    });
  pool.on(AdminInitiateAuthCommand).callsFake(({ AuthParameters }) => {
    if (AuthParameters.PASSWORD === 'wrong')
      throw new NotAuthorizedException({ message: 'no', $metadata: {} });
    if (poolUsers.get(AuthParameters.USERNAME)?.status === 'UNCONFIRMED')
      throw new UserNotConfirmedException({ message: 'not yet', $metadata: {} });
    return { AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 60 } };
  });
});

afterAll(() => {
  delete process.env.MAX_OPEN_ORDERS;
  delete process.env.MAX_BOUNDED_ORDERS;
});

/**
 * Someone with 1,000 shares, bought by an order of 2,000 whose rest is open, and with a sell; busy ones have two of
 * each open. Poor ones have nothing that is not frozen.
 */
async function aTrader(kind: (typeof KINDS)[number]): Promise<Trader> {
  const isPoor = kind === 'poor' || kind === 'busy and poor';
  const isBusy = kind === 'busy' || kind === 'busy and poor';
  const userId = await aUser(api.store, { cash: 100_000 });
  const closed = await buy(api.store, userId, { total: 1, upper: 1 });
  const canceling = { userId, orderId: closed.id, status: 'canceled', reason: 'canceled_by_user' } as const;
  accepted(await cancelOrder(api.store, canceling));
  const buying = await buyHalf(userId);
  const selling = await sell(api.store, userId, { total: isPoor ? 500 : 1, lower: 20 });
  if (isBusy) await buy(api.store, userId, { total: 1, upper: 1 });
  if (isBusy) await sell(api.store, userId, { total: isPoor ? 500 : 1, lower: 20 });
  if (kind === 'poor') await plant(api.store, holdingKey(userId, CIB), { available: 0 });
  if (isPoor) await plant(api.store, accountKey(userId), { available: 0 });
  if (kind === 'full') await plant(api.store, accountKey(userId), { available: MAX_BALANCE });
  return { userId, orders: { buy: buying, sell: selling.id, closed: closed.id } };
}

let price = 10;

/** Each at a price above the last one's, so that the tick does not go to those who wait. */
async function buyHalf(userId: UserId): Promise<OrderId> {
  api.store.clock.advance({ seconds: 1 });
  price++;
  await tick(api.store, { price, availability: 1_000, at: api.store.now() });
  const order = await buy(api.store, userId, { total: 2_000, upper: price });
  expect(order).toMatchObject({ status: 'partially_filled', remaining: 1_000 });
  return order.id;
}

/** Remembers an answer to another request under the key that requests are sent with. */
async function useKey(userId: UserId): Promise<void> {
  const request = { callerId: userId, userId, key: 'used', fingerprint: 'of another request' };
  // Handlers go by the clock of the machine.
  const store = { ...api.store, now: () => fromMilliseconds(Date.now()) };
  await recordAfterwards(store, { request, render: () => ({ status: 200, body: '{}' }) }, undefined);
}

/** A request in the making. */
interface Draft {
  readonly route: RouteName;
  kind: Kind;
  order: 'buy' | 'sell' | 'closed' | 'unknown';
  isSignedIn: boolean;
  isAdmin: boolean;
  padding: number;
  tail: string;
  readonly path: Record<string, string>;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
  /** What of a sign-up that waits for its code another account has by now. */
  readonly taken: ClaimKind[];
}

const ORDER = { stock_id: CIB, total: 1 };
const BODIES: Partial<Record<RouteName, Record<string, unknown>>> = {
  'create-user': { email: 'someone@example.com', password: 'Keep-it-secret-1' },
  'confirm-user': { password: 'Keep-it-secret-1', code: CODE },
  'forgot-password': { username: 'someone' },
  'reset-password': { username: 'someone', password: 'Keep-it-secret-2', code: CODE },
  'change-password': { password: 'right', new_password: 'Keep-it-secret-2' },
  'sign-in': { username: 'someone', password: 'right' },
  'sign-out': {},
  deposit: { amount: 1 },
  withdraw: { amount: 1 },
  'place-buy': { ...ORDER, upper_bound: 5 },
  'place-sell': { ...ORDER, lower_bound: 50 },
  'replace-order': { total: 1_999 },
  'redrive-dead-letters': { all: true },
  'discard-dead-letters': { all: true },
  'publish-tick': { price: 1 },
};
const QUERIES: Partial<Record<RouteName, Record<string, string>>> = {
  'list-sparklines': { stock_ids: CIB },
  'cancel-orders': { all: 'true' },
};
const PATHS: Partial<Record<RouteName, Record<string, string>>> = {
  'get-docs-asset': { file: 'start.js' },
  'revoke-quote': { stock_id: AHEAD },
};

let drafts = 0;
const SIGNS_UP: ReadonlySet<RouteName> = new Set(['create-user', 'confirm-user']);

/** A request that there is nothing to refuse about. */
function aDraft(route: RouteName): Draft {
  return {
    route,
    kind: 'able',
    // Canceled and replaced in turn, so not the same one.
    order: route === 'cancel-order' ? 'sell' : 'buy',
    isSignedIn: true,
    isAdmin: routes[route].access === 'admin',
    padding: 0,
    tail: '',
    path: { ...PATHS[route] },
    query: { ...QUERIES[route] },
    headers: {},
    body: { ...BODIES[route], ...(SIGNS_UP.has(route) && { username: `someone-${drafts++}` }) },
    taken: [],
  };
}

function requestOf(draft: Draft): TestRequest {
  const { kind, order, isSignedIn, isAdmin, padding, tail, query, headers, body, route } = draft;
  const { userId, orders } = traderOf(kind);
  const orderId = order === 'unknown' ? UNKNOWN_ORDER : orders[order];
  const path = {
    ...(routes[route].path.includes('{user_id}') && { user_id: 'me' }),
    ...(routes[route].path.includes('{order_id}') && { order_id: orderId }),
    ...(routes[route].path.includes('{stock_id}') && { stock_id: CIB }),
    ...draft.path,
  };
  const hasBody = BODIES[route] !== undefined;
  return {
    ...(isSignedIn && { as: { userId, isAdmin } }),
    path,
    query,
    headers,
    ...(hasBody && { text: `${JSON.stringify(body)}${' '.repeat(padding)}${tail}` }),
  };
}

function traderOf(kind: Kind): Trader {
  const trader = traders.get(kind);
  if (!trader) throw new Error(`there is a trader who is ${kind}`);
  return trader;
}

/** What makes a request one to be refused. Applied in this order, so that bounds are crossed wherever they are. */
const OCCASIONS: Partial<Record<RejectionCode, (draft: Draft) => void>> = {
  not_found: ({ path }) => {
    path.file = 'nothing.txt';
  },
  unauthorized: (draft) => {
    draft.isSignedIn = false;
  },
  forbidden: (draft) => {
    draft.isAdmin = false;
    if (routes[draft.route].access !== 'admin') draft.path.user_id = 'somebody-else';
  },
  sign_up_closed: () => {
    process.env.SIGN_UP = 'closed';
  },
  payload_too_large: (draft) => {
    draft.padding = 70_000;
  },
  unsupported_media_type: ({ headers }) => {
    headers['content-type'] = 'text/plain';
  },
  invalid_json: (draft) => {
    draft.tail = '}';
  },
  invalid_request: ({ query }) => {
    query.unheard_of = '1';
  },
  idempotency_key_reused: ({ headers }) => {
    headers['idempotency-key'] = 'used';
  },
  quote_not_ahead: ({ path }) => {
    path.stock_id = CIB;
  },
  no_quote: ({ body }) => {
    body.stock_id = STOCK_WITHOUT_PRICE;
    body.type = 'market';
    delete body.lower_bound;
    delete body.upper_bound;
  },
  stock_not_found: ({ route, path, body }) => {
    if (routes[route].path.includes('{stock_id}')) path.stock_id = UNKNOWN_STOCK;
    else body.stock_id = UNKNOWN_STOCK;
  },
  // No audit has finished here.
  audit_not_found: () => {},
  selection_required: ({ query }) => {
    delete query.all;
  },
  invalid_cursor: ({ query }) => {
    query.cursor = 'nonsense';
  },
  user_not_found: (draft) => {
    draft.kind = 'unknown';
  },
  too_many_open_orders: (draft) => {
    draft.kind = draft.kind === 'poor' ? 'busy and poor' : 'busy';
    // A second bound for the buy, as it is unless its shares are in want.
    if (draft.route === 'replace-order') draft.body.lower_bound = 0.5;
  },
  insufficient_funds: (draft) => {
    draft.kind = draft.kind === 'busy' ? 'busy and poor' : 'poor';
    if (draft.route === 'replace-order') draft.body.total = 2_500;
  },
  insufficient_shares: (draft) => {
    draft.kind = draft.kind === 'busy' ? 'busy and poor' : 'poor';
    if (draft.route !== 'replace-order') return;
    draft.order = 'sell';
    draft.body.total = 2_500;
    if (draft.body.lower_bound === undefined) return;
    delete draft.body.lower_bound;
    draft.body.upper_bound = 60;
  },
  balance_limit_exceeded: (draft) => {
    draft.kind = 'full';
  },
  order_closed: (draft) => {
    draft.order = 'closed';
  },
  order_not_found: (draft) => {
    draft.order = 'unknown';
  },
  total_already_filled: ({ body }) => {
    body.total = 1_000;
  },
  order_too_large: ({ route, body }) => {
    body.upper_bound = 3e8;
    if (route !== 'replace-order') body.total = 1_000;
  },
  invalid_bounds: ({ body }) => {
    body.upper_bound ??= 60;
    body.lower_bound = Number(body.upper_bound) + 1;
  },
  expiry_in_the_past: ({ body }) => {
    body.time_in_force = 'gtd';
    body.expires_at = '2020-01-01T00:00:00Z';
  },
  invalid_password: ({ route, body }) => {
    body[route === 'change-password' ? 'new_password' : 'password'] = 'short';
  },
  invalid_credentials: ({ body }) => {
    body.password = 'wrong';
  },
  invalid_code: ({ body }) => {
    body.code = '000000';
  },
  username_taken: ({ route, body, taken }) => {
    if (route === 'confirm-user') taken.push('username');
    else body.username = 'taken';
  },
  email_taken: ({ route, body, taken }) => {
    if (route === 'confirm-user') taken.push('email');
    else body.email = 'taken@example.com';
  },
};

/** Answered before a handler runs, by the user pool, by one of two attempts at once, or by nobody's decision. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'too_many_requests',
  'repeated',
  'internal_error',
  'unavailable',
]);

/** Pairs of which one leaves no room for the other, and why. */
const EXCLUSIVE: readonly [RejectionCode, RejectionCode, string][] = [
  ['unauthorized', 'forbidden', 'nobody in particular is forbidden nothing in particular'],
  ['order_not_found', 'order_closed', 'an order that is closed is there'],
  ['user_not_found', 'too_many_open_orders', 'who is not there has no orders'],
  ['user_not_found', 'insufficient_funds', 'who is not there has no funds to be short of'],
  ['user_not_found', 'insufficient_shares', 'who is not there sells nothing'],
  ['user_not_found', 'balance_limit_exceeded', 'who is not there has no balance'],
  ['total_already_filled', 'insufficient_funds', 'an order that has nothing left to fill holds nothing'],
  ['total_already_filled', 'insufficient_shares', 'an order that has nothing left to fill holds nothing'],
  ['no_quote', 'invalid_bounds', 'a market order is given no bounds'],
  ['no_quote', 'order_too_large', 'what has no price has no value'],
  ['insufficient_funds', 'insufficient_shares', 'an order holds either money or shares'],
];

const names = Object.keys(routes).filter((name): name is RouteName => name in routes);

function refusalsOf(route: RouteName): RejectionCode[] {
  const codes = problemsOf(routes[route]).filter(
    (code) => !ELSEWHERE.has(code) && !isOfTheStack(route, code),
  );
  return REJECTIONS.filter((rejection) => codes.some((code) => code === rejection));
}

/** Whether ticks may be published over HTTP at all is settled when the stack is deployed. */
function isOfTheStack(route: RouteName, code: string): boolean {
  return route === 'publish-tick' && code === 'not_found';
}

function canMeet(first: RejectionCode, second: RejectionCode): boolean {
  return !EXCLUSIVE.some((pair) => pair.includes(first) && pair.includes(second));
}

async function answerTo(route: RouteName, occasions: readonly RejectionCode[]): Promise<string> {
  process.env.SIGN_UP = 'open';
  const draft = aDraft(route);
  for (const [code, apply] of Object.entries(OCCASIONS))
    if (occasions.some((occasion) => occasion === code)) apply(draft);
  if (route === 'confirm-user') await signUp(draft);
  const { status, json } = await api.call(route, requestOf(draft));
  return status < 400 ? 'success' : String(json.code);
}

/** Up to where a code was sent; then others come first. */
async function signUp({ body: { username }, taken }: Draft): Promise<void> {
  const mode = process.env.SIGN_UP;
  process.env.SIGN_UP = 'confirmed';
  const email = `${username}@example.com`;
  const body = { username, email, password: BODIES['confirm-user']?.password };
  expect(await api.call('create-user', { body })).toMatchObject({ status: 202 });
  process.env.SIGN_UP = mode;
  const owned = { reservedBy: 'another', reservedUntil: 0, userId: 'another' };
  for (const kind of taken)
    await plant(api.store, claimKey(kind, kind === 'email' ? email : String(username)), owned);
}

async function takeNames(): Promise<void> {
  process.env.SIGN_UP = 'open';
  const body = { username: 'taken', email: 'taken@example.com', password: 'Keep-it-secret-1' };
  const { status } = await api.call('create-user', { body });
  expect([201, 409]).toContain(status);
}

test.each(names)('%s: every refusal has an occasion', (route) => {
  expect(refusalsOf(route).filter((code) => !(code in OCCASIONS))).toEqual([]);
});

describe.each(names)('%s', (route) => {
  const at = names.indexOf(route);
  const refusals = refusalsOf(route);
  const pairs = refusals.flatMap((first, index) =>
    refusals
      .slice(index + 1)
      .filter((second) => canMeet(first, second))
      .map((second): [RejectionCode, RejectionCode] => [first, second]),
  );
  if (route === 'create-user') beforeEach(takeNames);

  if (route !== 'get-audit') {
    test('accepts a valid request', async () => {
      expect(await answerTo(route, [])).toBe('success');
    });
  }

  test.each(refusals)('refuses with %s', async (code) => {
    expect(await answerTo(route, [code])).toBe(code);
  });

  if (sampled(pairs, 6, at).length > 0) {
    test.each(sampled(pairs, 6, at))('reports %s before %s', async (first, second) => {
      expect(await answerTo(route, [first, second])).toBe(first);
    });
  }
});
