import { type RouteName, routes } from '../../../functions/contract/routes';
import { check } from './check';
import type { Probes } from './probes';

/** What was only believed about AWS, and what an account says to it. */
export interface Settled {
  readonly question: string;
  readonly answer: string;
}

/**
 * Answers what no emulator can. A belief that turns out wrong is an answer, since there is code for either case;
 * a function that lacks a permission is a failure.
 */
export async function settle(probes: Probes): Promise<Settled[]> {
  return [
    { question: 'Does API Gateway ignore a trailing slash?', answer: await trailingSlash(probes) },
    { question: 'May every function do what it does?', answer: await permissions(probes) },
    { question: 'Does a tick arrive by Basic Ingest?', answer: await basicIngest(probes) },
    { question: 'Does a browser connect without ALPN?', answer: await browserConnection(probes) },
    { question: 'How long does a cold start take?', answer: await coldStart(probes) },
  ];
}

async function trailingSlash({ request }: Probes): Promise<string> {
  const { status } = await request('GET', '/users/me/', undefined);
  if (status === 401) return 'Yes: /users/me/ reaches the route /users/me.';
  check('status of a path with a trailing slash', status, 308);
  return 'No: /users/me/ falls to $default, which redirects it. Without an edge, curl needs -L.';
}

/** Files of the documentation are named in their path, and a dead letter is redriven by the story. */
const UNASKED: ReadonlySet<RouteName> = new Set(['get-docs-asset']);
const PLACES: Record<string, string> = {
  user_id: 'me',
  stock_id: '00000000-0000-4000-8000-000000000000',
  order_id: '01KEZ000000000000000000000',
};

/** A body that is empty gets no further than its schema, so what is asked for is what reads. */
async function permissions({ request, token, invoke }: Probes): Promise<string> {
  const reading = Object.entries(routes).filter(
    ([name, { method }]) => method === 'GET' && !UNASKED.has(name as RouteName),
  );
  const failed: string[] = [];
  for (const [name, { path }] of reading) {
    const place = path.replaceAll(/\{(\w+)\}/g, (_braced, parameter) => PLACES[parameter] ?? 'me');
    const query = name === 'list-sparklines' ? `?stock_ids=${PLACES.stock_id}` : '';
    const { status } = await request('GET', `${place}${query}`, token);
    if (status >= 500) failed.push(`${name} answered ${status}`);
  }
  for (const job of ['expire-orders', 'audit']) {
    const error = await invoke(job);
    if (error !== undefined) failed.push(`${job} failed: ${error}`);
  }
  check('functions that failed', failed, []);
  return `Yes: ${reading.length} routes and 2 jobs answered; what writes is in the story.`;
}

async function basicIngest({ publishAndAwait, ruleTopic }: Probes): Promise<string> {
  const isThere = await publishAndAwait(ruleTopic);
  return isThere ? `Yes, published to ${ruleTopic}.` : `No: nothing published to ${ruleTopic} arrived.`;
}

async function browserConnection({ connectAsBrowser }: Probes): Promise<string> {
  const refusal = await connectAsBrowser();
  return refusal === undefined
    ? 'Yes: MQTT over WebSocket on port 443, through the custom authorizer.'
    : `No: ${refusal}. The console falls back to asking every five seconds.`;
}

const WARM_REQUESTS = 5;

async function coldStart({ request, token, cool, clockMs }: Probes): Promise<string> {
  await cool('get-user');
  const timed = async () => {
    const startedAtMs = clockMs();
    check('status of the own user page', (await request('GET', '/users/me', token)).status, 200);
    return Math.round(clockMs() - startedAtMs);
  };
  const cold = await timed();
  const warm: number[] = [];
  for (let count = 0; count < WARM_REQUESTS; count++) warm.push(await timed());
  return `A user page took ${cold} ms at first and ${Math.min(...warm)} to ${Math.max(...warm)} ms afterwards, the network included.`;
}

export function settledText(settled: readonly Settled[]): string {
  return [
    'settled by this account:',
    ...settled.map(({ question, answer }) => `  ${question} ${answer}`),
  ].join('\n');
}
