import { randomUUID } from 'node:crypto';
import { accessToken } from '../../../functions/contract/identity/answers';
import { auditReport } from '../../../functions/contract/operations/audit-report';
import { order } from '../../../functions/contract/orders/answers';
import { userPage, userSummary } from '../../../functions/contract/users/answers';
import { eventually } from '../../../testing/eventually';
import { makeAdministrator, runAudit } from './administration';
import { ApiClient } from './api-client';
import { check, step } from './check';
import { redriveInVain } from './dead-letter';
import type { Deployment } from './deployment';
import { overHttp, overWebSocket } from './publishers';

/** What a user and an operator do with a stack, from signing up to the audit. Throws at the first unexpected result. */
export async function playStory(deployment: Deployment): Promise<{ token: string; userId: string }> {
  const api = new ApiClient(deployment.apiUrl);
  // IoT Core doesn't count the parent as matched by `parent/#`, so ticks are published below it.
  const topic = deployment.outputs.TicksTopic.replace(/#$/, 'test').replaceAll('+', 'test');
  const stockId = randomUUID();
  const tick = (price: number, availability: number) =>
    JSON.stringify({
      stock_id: stockId,
      name: 'CIB',
      price,
      availability,
      timestamp: new Date().toISOString(),
    });

  const credentials = { username: `mona-${Date.now().toString(36)}`, password: 'Correct-horse-1' };
  const signIn = async () => (await api.call('sign-in', accessToken, { body: credentials })).access_token;

  const token = await step('a user signs up and in', async () => {
    const { username } = credentials;
    await api.call('create-user', userSummary, {
      body: { ...credentials, email: `${username}@example.com` },
    });
    return signIn();
  });
  await step('a request without a token is refused', async () => {
    check('status', (await api.send('get-user')).status, 401);
  });
  await step('a deposit arrives', async () => {
    const { balance, frozen } = await api.call('deposit', userSummary, {
      token,
      body: { amount: 2000 },
    });
    check('balance and frozen', [balance, frozen], [2000, 0]);
  });
  await step('a tick over MQTT reaches the matcher through the topic rule', async () => {
    const publish = await overWebSocket(deployment.sdk);
    await publish(topic, tick(25, 0));
    await eventually('the stock to have a price', async () => {
      const { status } = await api.send('get-stock', { token, path: { stock_id: stockId } });
      return status === 200 ? true : undefined;
    });
  });
  const { id } = await step('an order below the price waits', async () => {
    const placed = await api.call('place-buy', order, {
      token,
      body: { stock_id: stockId, total: 100, upper_bound: 20 },
    });
    check('status and hold', [placed.status, placed.hold.remaining], ['new', 2000]);
    return placed;
  });
  await step('a tick over HTTP fills a part of it', async () => {
    const publish = await overHttp(deployment.sdk);
    await publish(topic, tick(20, 60));
    const filled = await eventually('the fill', async () => {
      const seen = await api.call('get-order', order, { token, path: { order_id: id } });
      return seen.filled > 0 ? seen : undefined;
    });
    check(
      'status, filled, price',
      [filled.status, filled.filled, filled.average_fill_price],
      ['partially_filled', 60, 20],
    );
  });
  await step('the rest is canceled and its hold is free', async () => {
    const { status, hold } = await api.call('cancel-order', order, { token, path: { order_id: id } });
    check('status and hold', [status, hold.remaining], ['canceled', 0]);
    const user = await api.call('get-user', userPage, { token });
    check('balance, frozen, shares', [user.balance, user.frozen, user.stocks[0]?.total_count], [800, 0, 60]);
  });
  await step('anything that is not a valid tick becomes a dead letter, and can be redriven', async () => {
    const publish = await overWebSocket(deployment.sdk);
    await publish(topic, 'no tick');
    await redriveInVain(deployment, { topic, payload: 'no tick' });
  });
  return await step('an administrator reads that the audit found no violations', async () => {
    await makeAdministrator(deployment, credentials.username);
    await runAudit(deployment);
    const administrator = await signIn();
    const report = await api.call('get-audit', auditReport, { token: administrator });
    const { violations, unsettled, users_checked, orders_checked, fills_checked } = report;
    check('violations and unsettled', [violations, unsettled], [[], []]);
    check('users, orders, fills', [users_checked, orders_checked, fills_checked], [1, 1, 1]);
    const { id: userId } = await api.call('get-user', userPage, { token: administrator });
    return { token: administrator, userId };
  });
}
