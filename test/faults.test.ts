import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import type { UserId } from '../functions/domain/ids';
import { openApi, type TestApi } from '../testing/api';
import { aUser } from '../testing/builders';
import { inFull } from '../testing/scale';

/**
 * What the original system gets wrong, by the numbers and with the inputs of the list it was proved with: each
 * against the real handlers and the embedded engine. The stock's price is 10 unless stated.
 */
let api: TestApi;
const queue = mockClient(SQSClient);

beforeAll(async () => {
  api = await openApi();
});
beforeEach(() => {
  queue.reset();
  queue.on(SendMessageBatchCommand).resolves({});
});

let stocks = 0;

/** A stock of this test alone. */
function aStock(): string {
  return `00000000-0000-4000-8000-${String(++stocks).padStart(12, '0')}`;
}

let ticks = 0;

function tickOf(stock_id: string, price: unknown, availability: unknown, rest: object = {}) {
  const timestamp = new Date(Date.UTC(2022, 0, 1) + ++ticks * 1000).toISOString();
  return { stock_id, name: 'CIB', price, availability, timestamp, ...rest };
}

async function user(cash = 0): Promise<UserId> {
  return await aUser(api.store, { cash });
}

async function page(userId: UserId) {
  return (await api.call('get-user', { as: { userId } })).json;
}

async function buy(userId: UserId, stock_id: string, total: unknown, bounds: object = { upper_bound: 10 }) {
  return await api.call('place-buy', { as: { userId }, body: { stock_id, total, ...bounds } });
}

async function sell(userId: UserId, stock_id: string, total: unknown, bounds: object = { lower_bound: 1 }) {
  return await api.call('place-sell', { as: { userId }, body: { stock_id, total, ...bounds } });
}

async function deposit(userId: UserId, amount: unknown) {
  return await api.call('deposit', { as: { userId }, body: { amount } });
}

async function withdraw(userId: UserId, amount: unknown) {
  return await api.call('withdraw', { as: { userId }, body: { amount } });
}

/** A user who holds shares of a stock whose price is 10. */
async function holder(stock_id: string, count: number): Promise<UserId> {
  const userId = await user(10 * count);
  await api.publish(tickOf(stock_id, 10, count));
  await buy(userId, stock_id, count);
  return userId;
}

function deadLetters(): { reason: string }[] {
  return queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap((call) => call.args[0].input.Entries ?? [])
    .map(({ MessageBody }) => JSON.parse(MessageBody ?? '{}'));
}

test('1: a second buy is refused when the first has frozen the whole balance', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  expect((await buy(ann, stock, 100, { lower_bound: 1, upper_bound: 10 })).status).toBe(200);
  const second = await buy(ann, stock, 100, { lower_bound: 1, upper_bound: 10 });
  expect([second.status, second.json.code]).toEqual([400, 'insufficient_funds']);
  await api.publish(tickOf(stock, 10, 1000));
  expect(await page(ann)).toMatchObject({ balance: 0, frozen: 0 });
});

test('2: money frozen by a buy can’t be withdrawn', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  await buy(ann, stock, 100);
  expect((await withdraw(ann, 1000)).json.code).toBe('insufficient_funds');
  await api.publish(tickOf(stock, 10, 1000));
  expect(await page(ann)).toMatchObject({ balance: 0, stocks: [{ total_count: 100 }] });
});

test('3: ten buys of 50 share an availability of 50', async () => {
  const stock = aStock();
  await api.publish(tickOf(stock, 20, 0));
  const users = await Promise.all(Array.from({ length: 10 }, () => user(500)));
  for (const each of users) await buy(each, stock, 50);
  await api.publish(tickOf(stock, 10, 50));
  const pages = await Promise.all(users.map(page));
  const handedOut = pages
    .flatMap(({ stocks }) => stocks)
    .reduce((sum, { total_count }) => sum + total_count, 0);
  expect(handedOut).toBe(50);
});

test('4: a tick delivered twice fills only once', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  await buy(ann, stock, 100);
  const tick = tickOf(stock, 10, 30);
  await api.publish(tick);
  await api.publish(tick);
  expect(await page(ann)).toMatchObject({ stocks: [{ total_count: 30 }] });
});

test('5: a tick processed several times at once fills only once', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  await buy(ann, stock, 100);
  const tick = tickOf(stock, 10, 30);
  await Promise.all(Array.from({ length: 4 }, () => api.publish(tick)));
  expect(await page(ann)).toMatchObject({ stocks: [{ total_count: 30 }] });
});

test('6: of two sells of 8 out of 10 shares, the second is refused', async () => {
  const stock = aStock();
  const ann = await holder(stock, 10);
  expect((await sell(ann, stock, 8, { lower_bound: 15 })).status).toBe(200);
  expect((await sell(ann, stock, 8, { lower_bound: 15 })).json.code).toBe('insufficient_shares');
  await api.publish(tickOf(stock, 15, 0));
  expect(await page(ann)).toMatchObject({ stocks: [{ total_count: 2 }] });
});

test('7: a second sell of everything is refused rather than left pending forever', async () => {
  const stock = aStock();
  const ann = await holder(stock, 10);
  expect((await sell(ann, stock, 10, { lower_bound: 15 })).status).toBe(200);
  expect((await sell(ann, stock, 10, { lower_bound: 15 })).json.code).toBe('insufficient_shares');
});

const DEPOSITS = inFull(200, 25);
test(`8: 8 clients making ${DEPOSITS} deposits of 1 each bring in ${8 * DEPOSITS}`, async () => {
  const ann = await user();
  const client = async () => {
    for (let count = 0; count < DEPOSITS; count++) expect((await deposit(ann, 1)).status).toBe(200);
  };
  await Promise.all(Array.from({ length: 8 }, client));
  expect(await page(ann)).toMatchObject({ balance: 8 * DEPOSITS });
}, 120_000);

test('9: no debit is lost when deposits and fills coincide', async () => {
  const [stock, ann] = [aStock(), await user(400)];
  await api.publish(tickOf(stock, 20, 0));
  await buy(ann, stock, 400, { upper_bound: 1 });
  const deposits = async () => {
    for (let count = 0; count < 50; count++) await deposit(ann, 1);
  };
  const fills = async () => {
    for (let count = 0; count < 80; count++) await api.publish(tickOf(stock, 1, 5));
  };
  await Promise.all([deposits(), fills()]);
  expect(await page(ann)).toMatchObject({ balance: 50, frozen: 0, stocks: [{ total_count: 400 }] });
});

test('10: 0.1 and 0.2 make 0.3, and nothing is left once it is withdrawn', async () => {
  const ann = await user();
  await deposit(ann, 0.1);
  expect((await deposit(ann, 0.2)).json.balance).toBe(0.3);
  expect((await withdraw(ann, 0.3)).json.balance).toBe(0);
});

test('11: negative amounts are refused', async () => {
  const ann = await user(10);
  expect((await deposit(ann, -5000)).status).toBe(400);
  expect((await withdraw(ann, -1000000)).status).toBe(400);
  expect(await page(ann)).toMatchObject({ balance: 10 });
});

test('12: orders of a negative number of shares are refused', async () => {
  const [stock, ann] = [aStock(), await user()];
  await api.publish(tickOf(stock, 10, 100));
  expect((await buy(ann, stock, -100)).status).toBe(400);
  expect((await sell(ann, stock, -50)).status).toBe(400);
  expect(await page(ann)).toMatchObject({ balance: 0, stocks: [] });
});

test('13: crossed or negative bounds are refused', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  expect((await buy(ann, stock, 1, { lower_bound: 9, upper_bound: 8 })).json.code).toBe('invalid_bounds');
  expect((await buy(ann, stock, 1, { lower_bound: -1, upper_bound: 8 })).status).toBe(400);
  expect((await sell(ann, stock, 1, { lower_bound: -1 })).status).toBe(400);
  expect(await page(ann)).toMatchObject({ frozen: 0 });
});

test('14: there are no fills of zero shares', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  expect((await buy(ann, stock, 0)).status).toBe(400);
  await buy(ann, stock, 10);
  await api.publish(tickOf(stock, 10, 0));
  const { recent_transactions } = await page(ann);
  expect(recent_transactions.map(({ type }: { type: string }) => type)).toEqual(['Deposit']);
  const stockPage = await api.call('get-stock', { as: { userId: ann }, path: { stock_id: stock } });
  expect(stockPage.json).toMatchObject({ price: 10, availability: 0, transactions: [] });
});

test('15: a tick with a negative availability goes to the dead letters', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0));
  await buy(ann, stock, 10);
  await api.publish(tickOf(stock, 10, -5));
  expect(deadLetters()).toMatchObject([{ reason: 'availability: must not be negative' }]);
  expect(await page(ann)).toMatchObject({ balance: 1000, stocks: [] });
});

test.each(['NaN', 'Infinity', '1e400', '-Infinity', '1e-400'])('16: %s is not an amount', async (text) => {
  const ann = await user(5);
  const asString = await deposit(ann, text);
  const asNumber = await api.call('deposit', { as: { userId: ann }, text: `{"amount": ${text}}` });
  expect([asString.status, asNumber.status]).toEqual([400, 400]);
  expect(await page(ann)).toMatchObject({ balance: 5 });
  expect((await api.call('list-users', { as: { userId: ann, isAdmin: true } })).status).toBe(200);
});

describe('17: no one', () => {
  test('can create a user with a balance', async () => {
    const body = {
      username: 'eve',
      email: 'eve@example.com',
      password: 'Passw0rd!Passw0rd',
      balance: 1_000_000,
    };
    const { status, json } = await api.call('create-user', { body });
    expect([status, json.errors]).toEqual([400, [{ field: 'balance', message: 'is not a known field' }]]);
  });

  test('can move or see another user’s money', async () => {
    const [ann, eve] = [await user(100), await user()];
    const as = { userId: eve };
    const body = { amount: 1 };
    expect((await api.call('withdraw', { as, path: { user_id: ann }, body })).status).toBe(403);
    expect((await api.call('get-user', { as, path: { user_id: ann } })).status).toBe(403);
    expect((await api.call('get-user', { path: { user_id: ann } })).status).toBe(401);
    expect(await page(ann)).toMatchObject({ balance: 100 });
  });
});

describe('18: a message that isn’t a tick', () => {
  const stock = aStock();
  const good = () => tickOf(stock, 10, 5);
  const without = (field: string) =>
    Object.fromEntries(Object.entries(good()).filter(([name]) => name !== field));

  test.each<[string, unknown]>([
    ['text that isn’t JSON', 'price=10'],
    ['empty', ''],
    ['an empty array', []],
    ['bytes ff', Uint8Array.of(0xff, 0xff)],
    ['without a price', without('price')],
    ['with null for a price', { ...good(), price: null }],
    ['with words for a price', { ...good(), price: 'ten' }],
    ['with a NUL in the name', { ...good(), name: 'C\u0000IB' }],
    ['with an unparseable timestamp', { ...good(), timestamp: 'yesterday' }],
    ['with a day that is not in the calendar', { ...good(), timestamp: '2022-02-30 10:00:00' }],
  ])('%s goes to the dead letters with a reason, and the next tick is processed', async (_, message) => {
    await api.publish(message);
    expect(deadLetters()).toEqual([expect.objectContaining({ reason: expect.stringMatching(/\w/) })]);
    const next = good();
    expect(await api.publish(next)).toMatchObject({ ticks: 1, dead_letters: 0 });
  });

  test.each<[string, object]>([
    ['an extra field', { exchange: 'EGX' }],
    ['a new name for a known id', { name: 'CIB renamed' }],
    ['a timestamp ending in Z', { timestamp: '2023-01-01T00:00:00Z' }],
    ['an availability of 3e9', { availability: 3e9, timestamp: '2023-01-02T00:00:00Z' }],
    ['a string for a price', { price: '10.5', timestamp: '2023-01-03T00:00:00Z' }],
  ])('but one with %s is processed', async (_, part) => {
    expect(await api.publish({ ...good(), ...part })).toMatchObject({ ticks: 1, dead_letters: 0 });
    expect(deadLetters()).toEqual([]);
  });

  test('doesn’t keep the other ticks in its array from being applied', async () => {
    const counts = await api.publish([tickOf(stock, 11, 1), { price: 1 }, tickOf(stock, 12, 1), 'x']);
    expect(counts).toMatchObject({ ticks: 2, dead_letters: 2 });
    expect(deadLetters()).toMatchObject([{ index: 1 }, { index: 3 }]);
  });
});

test('20: a known name with a new id is a different stock', async () => {
  const [first, second, ann] = [aStock(), aStock(), await user()];
  await api.publish(tickOf(first, 10, 5));
  await api.publish(tickOf(second, 11, 5));
  const prices = await Promise.all(
    [first, second].map(
      async (id) => (await api.call('get-stock', { as: { userId: ann }, path: { stock_id: id } })).json.price,
    ),
  );
  expect(prices).toEqual([10, 11]);
});

test('21: a tick from the day before doesn’t set the price back', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 20, 0, { timestamp: '2023-01-02 00:00:00' }));
  await buy(ann, stock, 10, { upper_bound: 12 });
  await api.publish(tickOf(stock, 11, 100, { timestamp: '2023-01-01 00:00:00' }));
  const { json } = await api.call('get-stock', { as: { userId: ann }, path: { stock_id: stock } });
  expect(json).toMatchObject({ price: 20, lowest_price: 11, highest_price: 20, average_price: 15.5 });
  expect(await page(ann)).toMatchObject({ stocks: [] });
});

test('22: users are listed in pages, which together contain them all', async () => {
  const admin = { userId: await user(), isAdmin: true };
  for (let count = 0; count < 25; count++) await user();
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { limit: '10', ...(cursor && { cursor }) };
    const { json } = await api.call('list-users', { as: admin, query });
    expect(json.results.length).toBeLessThanOrEqual(10);
    seen.push(...json.results.map(({ id }: { id: string }) => id));
    cursor = json.next;
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(25);
});

test('23: recent transactions are the newest five, newest first', async () => {
  const ann = await user();
  for (const amount of [1, 2, 3, 4, 5, 6, 7]) await deposit(ann, amount);
  const { recent_transactions } = await page(ann);
  expect(recent_transactions.map(({ total_price }: { total_price: number }) => total_price)).toEqual([
    7, 6, 5, 4, 3,
  ]);
});

test('24: a sell without a holding, an overflow and an unknown stock are refused without failing', async () => {
  const [stock, ann] = [aStock(), await user(1000)];
  await api.publish(tickOf(stock, 10, 100));
  expect((await sell(ann, stock, 5)).json.code).toBe('insufficient_shares');
  expect((await buy(ann, stock, 100_000_000_000, { upper_bound: 100_000_000_000 })).json.code).toBe(
    'order_too_large',
  );
  expect((await buy(ann, stock, 1e300)).status).toBe(400);
  expect((await buy(ann, aStock(), 1)).json.code).toBe('stock_not_found');
  const unparseable = { from_date: 'soon', to_date: 'later' };
  expect((await api.call('list-transactions', { as: { userId: ann }, query: unparseable })).status).toBe(400);
});
