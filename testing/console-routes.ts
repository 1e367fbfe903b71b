import { ProblemError } from '../client/problem-error';
import { TradingClient } from '../client/trading-client';

const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

export interface ConsoleRoute {
  readonly name: string;
  /** The page's main heading. */
  readonly heading: string;
  readonly path: string;
  readonly who: 'demo' | 'admin' | undefined;
}

/** The user and order that pages show. */
export interface ConsoleContent {
  readonly userId: string;
  readonly orderId: string;
}

/** Every page of the console, for checks and screenshots. */
export function consoleRoutes({ userId, orderId }: ConsoleContent): readonly ConsoleRoute[] {
  return [
    { name: 'sign-in', heading: 'Sign in', path: '/', who: undefined },
    { name: 'sign-up', heading: 'Sign up', path: '/sign-up', who: undefined },
    { name: 'market', heading: 'Market', path: '/', who: 'demo' },
    { name: 'stock', heading: 'CIB', path: `/stocks/${STOCK}`, who: 'demo' },
    { name: 'portfolio', heading: 'Portfolio', path: '/portfolio', who: 'demo' },
    { name: 'orders', heading: 'Orders', path: '/orders?status=all', who: 'demo' },
    { name: 'order', heading: 'Order', path: `/orders/${orderId}`, who: 'demo' },
    { name: 'ledger', heading: 'Ledger', path: '/ledger', who: 'demo' },
    { name: 'settings', heading: 'Settings', path: '/settings', who: 'demo' },
    { name: 'about', heading: 'About', path: '/about', who: 'demo' },
    { name: 'not-found', heading: 'There is no such page', path: '/nowhere', who: 'demo' },
    { name: 'admin', heading: 'Overview', path: '/admin', who: 'admin' },
    { name: 'admin-users', heading: 'Users', path: `/admin/users?user=${userId}`, who: 'admin' },
    { name: 'admin-user', heading: 'demo', path: `/admin/users/${userId}/portfolio`, who: 'admin' },
    {
      name: 'admin-user-orders',
      heading: 'demo',
      path: `/admin/users/${userId}/orders?status=all`,
      who: 'admin',
    },
    { name: 'admin-user-ledger', heading: 'demo', path: `/admin/users/${userId}/ledger`, who: 'admin' },
    { name: 'admin-stocks', heading: 'Stocks', path: '/admin/stocks', who: 'admin' },
    { name: 'admin-ticks', heading: 'CIB', path: `/admin/stocks/${STOCK}/ticks`, who: 'admin' },
    { name: 'admin-fills', heading: 'CIB', path: `/admin/stocks/${STOCK}/fills`, who: 'admin' },
    { name: 'admin-book', heading: 'CIB', path: `/admin/stocks/${STOCK}/book`, who: 'admin' },
    { name: 'admin-feed', heading: 'Feed health', path: '/admin/feed', who: 'admin' },
    { name: 'admin-dead-letters', heading: 'Dead letters', path: '/admin/dead-letters', who: 'admin' },
    { name: 'admin-audit', heading: 'Audit', path: '/admin/audit', who: 'admin' },
    { name: 'dev-tick', heading: 'Publish a tick', path: '/dev/tick', who: 'admin' },
    { name: 'dev-market', heading: 'Demo market', path: '/dev/market', who: 'admin' },
    { name: 'dev-events', heading: 'Event log', path: '/dev/events', who: 'admin' },
  ];
}

const PASSWORD = 'Keep-it-secret-1';
const NAMES = ['amira', 'dalia.h', 'farida', 'hassan_88', 'kareem', 'mona', 'omar.s', 'yasmin'];
const ATTEMPTS = 5;

/** Sign-up takes no idempotency key; on a retry, an existing user of that name will do. */
async function signUp(client: TradingClient, username: string): Promise<void> {
  const user = { username, email: `${username}@example.com`, password: PASSWORD };
  for (let attempt = 1; ; attempt++) {
    try {
      await client.call('create-user', { body: user });
      break;
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : undefined;
      if (code === 'username_taken' || code === 'email_taken') break;
      if (code !== 'unavailable' || attempt === ATTEMPTS) throw error;
    }
  }
  await client.signIn(username, PASSWORD);
}

/** Creates something to look at: users with money, open and closed orders, fills. Pages show the demo user's. */
export async function fillConsole(apiUrl: string, demoPassword: string): Promise<ConsoleContent> {
  const client = new TradingClient({ baseUrl: apiUrl, retries: { attempts: 10 } });
  const me = { user_id: 'me' };
  for (const username of NAMES) {
    await signUp(client, username);
    await client.call('deposit', { path: me, body: { amount: 1_000 + username.length * 7_321.45 } });
  }
  await client.signIn('demo', demoPassword);
  let orderId = '';
  const { results: stocks } = await client.call('list-stocks', {});
  for (const { stock_id, price } of stocks) {
    const bound = price ?? 10;
    const buy = { stock_id, total: 20, upper_bound: Math.round(bound * 110) / 100 };
    orderId = (await client.call('place-buy', { path: me, body: buy })).id;
    const low = { stock_id, total: 150, upper_bound: Math.round(bound * 60) / 100 };
    await client.call('place-buy', { path: me, body: low });
  }
  const user = await client.call('get-user', { path: me });
  const [held] = user.stocks;
  if (held) {
    const sell = {
      stock_id: held.stock_id,
      total: 5,
      lower_bound: Math.round(held.average_price * 150) / 100,
    };
    await client.call('place-sell', { path: me, body: sell });
  }
  return { userId: user.id, orderId };
}
