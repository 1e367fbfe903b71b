import { routes } from '../../functions/contract/routes';
import type { Probes } from '../../scripts/check/test-deploy/probes';
import { settle, settledText } from '../../scripts/check/test-deploy/settle';

/** An account of which everything is true that is believed. */
function anAccount(changes: Partial<Probes> = {}): { probes: Probes; asked: string[]; cooled: string[] } {
  const asked: string[] = [];
  const cooled: string[] = [];
  let nowMs = 0;
  const probes: Probes = {
    token: 'a.b.c',
    ruleTopic: '$aws/rules/trading_dev_ticks/thndr-trading/test',
    async request(method, path, token) {
      asked.push(`${method} ${path}`);
      // The first call behind a change of the function takes longer.
      nowMs += cooled.length > 0 && asked.filter((each) => each === 'GET /users/me').length === 2 ? 700 : 30;
      return { status: token === undefined ? 401 : 200 };
    },
    invoke: async () => undefined,
    publishAndAwait: async () => true,
    connectAsBrowser: async () => undefined,
    async cool(name) {
      cooled.push(name);
    },
    clockMs: () => nowMs,
    ...changes,
  };
  return { probes, asked, cooled };
}

const answersOf = async (changes: Partial<Probes> = {}) =>
  (await settle(anAccount(changes).probes)).map(({ answer }) => answer);

test('an account that behaves as expected is reported so, a sentence for each question', async () => {
  const { probes, cooled } = anAccount();
  const settled = await settle(probes);
  expect(settled.map(({ answer }) => answer)).toEqual([
    'Yes: /users/me/ reaches the route /users/me.',
    expect.stringMatching(/^Yes: \d+ routes and 2 jobs answered/),
    'Yes, published to $aws/rules/trading_dev_ticks/thndr-trading/test.',
    'Yes: MQTT over WebSocket on port 443, through the custom authorizer.',
    'A user page took 700 ms at first and 30 to 30 ms afterwards, the network included.',
  ]);
  expect(cooled).toEqual(['get-user']);
  expect(settledText(settled)).toContain('Does API Gateway ignore a trailing slash? Yes:');
});

test('every read-only route is called, with its parameters filled in', async () => {
  const { probes, asked } = anAccount();
  await settle(probes);
  const reading = Object.values(routes).filter(({ method }) => method === 'GET');
  const paths = new Set(asked.filter((each) => !each.endsWith('/')));
  // All but the files of the documentation.
  expect(paths.size).toBe(reading.length - 1);
  expect(asked.filter((each) => each.includes('{'))).toEqual([]);
});

const answering = (status: number) => async (_: string, path: string, token: string | undefined) => ({
  status: path.endsWith('/') ? status : token === undefined ? 401 : 200,
});

test('a trailing slash that is redirected is a valid answer, because there is code for it', async () => {
  expect((await answersOf({ request: answering(308) }))[0]).toMatch(/^No: .* redirects it/);
});

test('a trailing slash that leads nowhere is a failure', async () => {
  await expect(answersOf({ request: answering(404) })).rejects.toThrow('expected 308, got 404');
});

test.each<[string, Partial<Probes>, string]>([
  [
    'a route',
    { request: async (_, path, token) => ({ status: path === '/feed' ? 500 : token ? 200 : 401 }) },
    'get-feed answered 500',
  ],
  [
    'a job',
    { invoke: async (job) => (job === 'audit' ? 'Unhandled: AccessDenied' : undefined) },
    'audit failed: Unhandled: AccessDenied',
  ],
])('%s that lacks a permission is a failure that names it', async (_, changes, message) => {
  await expect(answersOf(changes)).rejects.toThrow(message);
});

test("a tick or a browser that doesn't get through is a valid answer", async () => {
  const answers = await answersOf({
    publishAndAwait: async () => false,
    connectAsBrowser: async () => 'Connection refused: Not authorized',
  });
  expect(answers[2]).toMatch(/^No: nothing published/);
  expect(answers[3]).toBe(
    'No: Connection refused: Not authorized. The console falls back to asking every five seconds.',
  );
});
