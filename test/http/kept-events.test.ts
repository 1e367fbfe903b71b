import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type RouteName, routes } from '../../functions/contract/routes';
import { aContext, keptEvent, openApi, type TestApi } from '../../testing/api';
import { resetOperations } from '../../testing/fake-operations';
import { pool, poolUsers, resetPool } from '../../testing/fake-pool';

/** The events in `test/events` are for people to invoke functions with: each must still be one that its function takes. */
const kept = readdirSync(path.join(__dirname, '..', 'events'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => path.basename(file, '.json'));
const routeNames = Object.keys(routes).filter((name): name is RouteName => name in routes);

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  resetOperations();
  resetPool();
  poolUsers.set('demo', { attributes: [], status: 'CONFIRMED', password: 'correct horse 4 Battery' });
  pool
    .on(AdminInitiateAuthCommand)
    .resolves({ AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 60 } });
});

const functions = path.join(__dirname, '..', '..', 'functions');

function hasHandler(name: string): boolean {
  return readdirSync(functions).some((folder) => existsSync(path.join(functions, folder, `${name}.ts`)));
}

test.each(kept)('the event %s belongs to a function', (name) => {
  expect(hasHandler(name)).toBe(true);
});

test.each(routeNames)('the route %s has an event with its method and path', (name) => {
  expect(kept).toContain(name);
  const { method, path: route } = routes[name];
  expect(keptEvent(name)).toMatchObject({ version: '2.0', routeKey: `${method} /api${route}` });
});

test.each(routeNames)('the event of %s is accepted as it is', async (name) => {
  const { handler } = await import(`../../functions/http/${name}`);
  const { statusCode } = await handler(keptEvent(name), aContext(name));
  // On an empty table much is not found or not for this caller, but nothing is malformed, and nothing fails.
  expect([200, 201, 202, 403, 404]).toContain(statusCode);
});

test('the event of match-ticks carries a tick', async () => {
  const { handler } = await import('../../functions/feed/match-ticks');
  expect(await handler(keptEvent('match-ticks'))).toEqual({ ticks: 1, fills: 0, dead_letters: 0 });
  expect(api.store.tableName).toMatch(/^test-/);
});

test('the event of expire-orders starts the sweep', async () => {
  const { handler } = await import('../../functions/jobs/expire-orders');
  expect(await handler()).toEqual({ expired: 0, failed: 0 });
});
