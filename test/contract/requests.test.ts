import type * as z from 'zod';
import * as identity from '../../functions/contract/identity/requests';
import * as ledger from '../../functions/contract/ledger/requests';
import { page } from '../../functions/contract/lists';
import * as orders from '../../functions/contract/orders/requests';
import { nothing, orderPath, stockPath, userPath } from '../../functions/contract/paths';
import { at } from '../../testing/arbitraries';
import { CIB, units } from '../../testing/builders';

/** What is wrong, as `field: message`. */
function problems(schema: z.ZodType, input: unknown): string[] {
  const { error } = schema.safeParse(input);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('a new user', () => {
  const ANN = { username: 'ann', email: 'ann@example.com', password: 'correct horse' };

  test('has a username, an address and a password', () => {
    expect(identity.newUser.parse(ANN)).toEqual(ANN);
  });

  test.each([
    ...['ann', 'a.n_n-1', 'Ann', 'añá', 'Анна', 'سارة', '123', 'x'.repeat(40)],
    ...['محمّد', 'राम_कुमार', 'กิตติ', 'தமிழ்', 'שָׁלוֹם', 'Nguyễn', '田中ken', '김철수2', 'さくら', '٣٤٥'],
  ])('may have the username %p', (username) => {
    expect(problems(identity.newUser, { ...ANN, username })).toEqual([]);
  });

  test.each<[unknown, string]>([
    ['an', 'username: must have at least 3 characters'],
    ['x'.repeat(41), 'username: must have at most 40 characters'],
    ['ann lee', 'username: must consist of letters, digits, and . _ - between them'],
    ['.ann', 'username: must consist of letters, digits, and . _ - between them'],
    ['ann-', 'username: must consist of letters, digits, and . _ - between them'],
    ['ann#', 'username: must consist of letters, digits, and . _ - between them'],
    ['an\0n', 'username: must consist of letters, digits, and . _ - between them'],
    ['ann\n', 'username: must consist of letters, digits, and . _ - between them'],
    // Letters, by their category, that nobody sees; a joiner; a mark on nothing; a tower of marks.
    ['Victim1\u3164', 'username: must consist of letters, digits, and . _ - between them'],
    ['victim\u115f1', 'username: must consist of letters, digits, and . _ - between them'],
    ['vic\u200dtim', 'username: must consist of letters, digits, and . _ - between them'],
    ['vic\u034ftim', 'username: must consist of letters, digits, and . _ - between them'],
    ['victim\ufe0f', 'username: must consist of letters, digits, and . _ - between them'],
    ['\u0301ann', 'username: must consist of letters, digits, and . _ - between them'],
    ['a\u202enna', 'username: must consist of letters, digits, and . _ - between them'],
    ['an\ufffdn', 'username: must consist of letters, digits, and . _ - between them'],
    [`ann${'\u0316'.repeat(5)}`, 'username: must consist of letters, digits, and . _ - between them'],
    ['аdmin', 'username: must not mix letters of different scripts'],
    ['αdmin', 'username: must not mix letters of different scripts'],
    ['раypal', 'username: must not mix letters of different scripts'],
    ['Ꭺnna', 'username: must not mix letters of different scripts'],
    ['📈📈📈', 'username: must consist of letters, digits, and . _ - between them'],
  ])('may not have the username %p', (username, problem) => {
    expect(problems(identity.newUser, { ...ANN, username })).toContain(problem);
  });

  test('with combining marks in the username has the composed one', () => {
    const { username } = identity.newUser.parse({ ...ANN, username: 'Rene\u0301e' });
    expect(username).toBe('Ren\u00e9e');
    expect(identity.credentials.parse({ username: 'Rene\u0301e', password: 'x' }).username).toBe(username);
  });

  test.each([
    ['علی\u200cرضا', 'علیرضا'],
    ['می\u200cخواهم', 'میخواهم'],
    ['क्\u200dषमा', 'क्षमा'],
    ['ශ්\u200dරී123', 'ශ්රී123'],
  ])('with the username %p, spelled with a joiner, has the one without', (typed, username) => {
    expect(identity.newUser.parse({ ...ANN, username: typed }).username).toBe(username);
    expect(identity.credentials.parse({ username: typed, password: 'x' }).username).toBe(username);
  });

  test.each(['علی\u200c', '\u200cعلی', 'علی\u200c\u200cرضا', 'علی\u200c1', 'ann\u200clee', 'анн\u200dа'])(
    'may not have the username %p, whose joiner joins nothing',
    (username) => {
      const problem = 'username: must consist of letters, digits, and . _ - between them';
      expect(problems(identity.newUser, { ...ANN, username })).toContain(problem);
    },
  );

  test('may not have a password garbled in transit', () => {
    expect(problems(identity.newUser, { ...ANN, password: 'p\ufffdss' })).toEqual([
      'password: must not contain control characters',
    ]);
  });

  test.each(['', 'ann', 'ann@', '@example.com', 'ann@example', 'ann @example.com', 5, null])(
    'may not have the address %p',
    (email) => {
      expect(problems(identity.newUser, { ...ANN, email })).toContain('email: must be an email address');
    },
  );

  test.each<[object, string]>([
    [{ ...ANN, password: '' }, 'password: must not be empty'],
    [{ ...ANN, password: 'x'.repeat(257) }, 'password: must have at most 256 characters'],
    [{ ...ANN, balance: 1000 }, ': Unrecognized key: "balance"'],
    [{ ...ANN, groups: ['admin'] }, ': Unrecognized key: "groups"'],
  ])('%j is refused: %s', (user, problem) => {
    expect(problems(identity.newUser, user)).toEqual([problem]);
  });
});

describe('signing in', () => {
  test.each([{ username: 'ann', password: 'correct horse', remember: true }, { refresh_token: 'abc' }])(
    '%j',
    (body) => {
      expect(identity.signIn.parse(body)).toEqual(body);
    },
  );

  test('is not remembered unless asked', () => {
    const credentials = { username: 'ann', password: 'correct horse' };
    expect(identity.signIn.parse(credentials)).toEqual({ ...credentials, remember: false });
  });

  test.each([
    undefined,
    null,
    'ann',
    {},
    { username: 'ann' },
    { username: '', password: 'x' },
    { username: 'ann', password: '' },
    { username: 'ann', password: 5 },
    { refresh_token: '' },
    { refresh_token: 'abc', username: 'ann' },
    { username: { $ne: '' }, password: { $ne: '' } },
  ])('%j is refused', (body) => {
    expect(problems(identity.signIn, body)).toHaveLength(1);
  });
});

test('a password is the same however its accents are encoded', () => {
  const [one, two] = ['Pärol-é-1', 'Pa\u0308rol-e\u0301-1'];
  const ofForm = (password: string) => [
    identity.newUser.parse({ username: 'ann', email: 'ann@example.com', password }).password,
    identity.credentials.parse({ username: 'ann', password }).password,
    identity.passwordChange.parse({ password, new_password: password }),
    identity.passwordReset.parse({ username: 'ann', code: '123456', password }).password,
    identity.confirmation.parse({ username: 'ann', code: '123456', password }).password,
  ];
  expect(ofForm(two)).toEqual(ofForm(one));
  expect(ofForm(two)[0]).toBe(one);
});

test('a sign-in in no valid form is told what it should be', () => {
  const neither = [': must be username and password, or refresh_token, or just remember'];
  expect([{}, null, { username: 'ann' }].map((body) => problems(identity.signIn, body))).toEqual([
    neither,
    neither,
    neither,
  ]);
});

describe('a transfer', () => {
  test.each([5, '5', 5.0])('of %p', (amount) => {
    expect(ledger.transfer.parse({ amount })).toEqual({ amount: units(5) });
  });

  test.each<[unknown, string]>([
    [{}, 'amount: must be a number or a decimal string'],
    [{ amount: null }, 'amount: must be a number or a decimal string'],
    [{ amount: 'NaN' }, 'amount: must be a number or a decimal string'],
    [{ amount: 'Infinity' }, 'amount: must be a number or a decimal string'],
    [{ amount: 0 }, 'amount: must be greater than 0'],
    [{ amount: -5000 }, 'amount: must be greater than 0'],
    [{ amount: 0.00001 }, 'amount: must have at most 4 decimals'],
    [{ amount: '1e400' }, 'amount: must be at most 100000000000'],
    [{ amount: 5, to: 'bob' }, ': Unrecognized key: "to"'],
  ])('%j is refused: %s', (body, problem) => {
    expect(problems(ledger.transfer, body)).toEqual([problem]);
  });

  test.each([undefined, null, 5, [], 'amount=5'])('%p is refused', (body) => {
    expect(problems(ledger.transfer, body)).toHaveLength(1);
  });
});

const BUY = { stock_id: CIB, total: 100, upper_bound: 10 };
const SELL = { stock_id: CIB, total: 100, lower_bound: 10 };

describe('an order', () => {
  test('is good till canceled by default', () => {
    expect(orders.newBuy.parse(BUY)).toEqual({
      stock_id: CIB,
      type: 'limit',
      total: 100,
      upper_bound: units(10),
      time_in_force: 'gtc',
    });
    expect(orders.newSell.parse(SELL)).toMatchObject({ lower_bound: units(10), time_in_force: 'gtc' });
  });

  test.each<[string, z.ZodType, object]>([
    ['a buy with a lower bound', orders.newBuy, { ...BUY, lower_bound: 8 }],
    ['a buy whose lower bound is zero', orders.newBuy, { ...BUY, lower_bound: 0 }],
    ['a buy whose lower bound is null', orders.newBuy, { ...BUY, lower_bound: null }],
    ['a sell with an upper bound', orders.newSell, { ...SELL, upper_bound: 12 }],
    ['a sell at any price', orders.newSell, { ...SELL, lower_bound: 0 }],
    ['a sell whose upper bound is null', orders.newSell, { ...SELL, upper_bound: null }],
    ['one that is immediate', orders.newBuy, { ...BUY, time_in_force: 'ioc' }],
    ['one that has no expiry', orders.newBuy, { ...BUY, expires_at: null }],
    [
      'one that has an expiry',
      orders.newBuy,
      { ...BUY, time_in_force: 'gtd', expires_at: '2030-01-01T00:00:00Z' },
    ],
  ])('%s is accepted', (_what, schema, body) => {
    expect(problems(schema, body)).toEqual([]);
  });

  test('has its expiry read as an instant', () => {
    const dated = { ...BUY, time_in_force: 'gtd', expires_at: '2030-01-01T02:00:00+02:00' };
    expect(orders.newBuy.parse(dated).expires_at).toBe(at('2030-01-01T00:00:00Z'));
  });

  test.each<[string, z.ZodType, object, string]>([
    ['a buy without an upper bound', orders.newBuy, { ...BUY, upper_bound: undefined }, 'upper_bound'],
    ['a buy whose upper bound is null', orders.newBuy, { ...BUY, upper_bound: null }, 'upper_bound'],
    ['a buy whose upper bound is zero', orders.newBuy, { ...BUY, upper_bound: 0 }, 'upper_bound'],
    ['a buy whose lower bound is negative', orders.newBuy, { ...BUY, lower_bound: -1 }, 'lower_bound'],
    ['a sell without a lower bound', orders.newSell, { ...SELL, lower_bound: undefined }, 'lower_bound'],
    ['a sell whose lower bound is negative', orders.newSell, { ...SELL, lower_bound: -1 }, 'lower_bound'],
    ['a sell whose upper bound is zero', orders.newSell, { ...SELL, upper_bound: 0 }, 'upper_bound'],
    ['one without a stock', orders.newBuy, { ...BUY, stock_id: undefined }, 'stock_id'],
    ['one of no shares', orders.newBuy, { ...BUY, total: 0 }, 'total'],
    ['one of less than none', orders.newSell, { ...SELL, total: -50 }, 'total'],
    ['one of half a share', orders.newBuy, { ...BUY, total: 0.5 }, 'total'],
    ['one of shares in a string', orders.newBuy, { ...BUY, total: '100' }, 'total'],
    ['one of too many shares', orders.newBuy, { ...BUY, total: 1e11 + 1 }, 'total'],
    ['one with another time in force', orders.newBuy, { ...BUY, time_in_force: 'GTC' }, 'time_in_force'],
    ['gtd without an expiry', orders.newBuy, { ...BUY, time_in_force: 'gtd' }, 'expires_at'],
    [
      'gtd whose expiry is null',
      orders.newSell,
      { ...SELL, time_in_force: 'gtd', expires_at: null },
      'expires_at',
    ],
    ['gtc with an expiry', orders.newBuy, { ...BUY, expires_at: '2030-01-01T00:00:00Z' }, 'expires_at'],
    [
      'day with an expiry',
      orders.newSell,
      { ...SELL, time_in_force: 'day', expires_at: '2030-01-01T00:00:00Z' },
      'expires_at',
    ],
    [
      'one whose expiry is no time',
      orders.newBuy,
      { ...BUY, time_in_force: 'gtd', expires_at: 'soon' },
      'expires_at',
    ],
    ['one with a field that we don’t know', orders.newBuy, { ...BUY, price: 10 }, ''],
    ['one that names its user', orders.newSell, { ...SELL, user_id: 'bob' }, ''],
  ])('%s is refused', (_what, schema, body, field) => {
    expect(problems(schema, body).map((problem) => problem.split(':')[0])).toEqual([field]);
  });

  test('is told everything that is wrong with it at once', () => {
    const body = { stock_id: 'CIB', total: 0, upper_bound: 'ten', time_in_force: 'forever' };
    expect(problems(orders.newBuy, body)).toEqual([
      'stock_id: must be a UUID',
      'total: must be at least 1',
      'time_in_force: must be one of gtc, day, gtd, ioc, fok',
      'upper_bound: must be a number or a decimal string',
    ]);
  });
});

describe('a page', () => {
  test.each<[object, object]>([
    [{}, { limit: 20 }],
    [{ limit: '1' }, { limit: 1 }],
    [{ limit: '100' }, { limit: 100 }],
    [{ cursor: 'abc' }, { limit: 20, cursor: 'abc' }],
  ])('%j is read as %j', (query, expected) => {
    expect(page.parse(query)).toEqual(expected);
  });

  test.each<[object, string]>([
    [{ limit: '0' }, 'limit: must be at least 1'],
    [{ limit: '101' }, 'limit: must be at most 100'],
    [{ limit: '1000' }, 'limit: must be a whole number'],
    [{ limit: '-1' }, 'limit: must be a whole number'],
    [{ limit: '1.5' }, 'limit: must be a whole number'],
    [{ limit: '1e1' }, 'limit: must be a whole number'],
    [{ limit: '' }, 'limit: must be a whole number'],
    [{ limit: ' 5' }, 'limit: must be a whole number'],
    [{ limit: '٣' }, 'limit: must be a whole number'],
    [{ offset: '5' }, ': Unrecognized key: "offset"'],
  ])('%j is refused: %s', (query, problem) => {
    expect(problems(page, query)).toEqual([problem]);
  });

  test('an overlong cursor is refused', () => {
    expect(problems(page, { cursor: 'x'.repeat(2049) })).toHaveLength(1);
  });
});

describe('a list of orders', () => {
  test('has orders of every status by default', () => {
    expect(orders.ordersQuery.parse({})).toEqual({ limit: 20, status: 'all' });
  });

  test.each<[object, string]>([
    [{ status: 'new' }, 'status: must be open, closed or all'],
    [{ status: '' }, 'status: must be open, closed or all'],
    [{ stock_id: 'CIB' }, 'stock_id: must be a UUID'],
  ])('%j is refused: %s', (query, problem) => {
    expect(problems(orders.ordersQuery, query)).toEqual([problem]);
  });
});

describe('a list of transactions', () => {
  const DAY = '2026-01-05T00:00:00Z';

  test('may be limited to a type, a stock and a range, even of one instant', () => {
    const query = { type: 'buy', stock_id: CIB, from_date: DAY, to_date: DAY };
    expect(ledger.transactionsQuery.parse(query)).toEqual({
      limit: 20,
      type: 'buy',
      stock_id: CIB,
      from_date: at(DAY),
      to_date: at(DAY),
    });
  });

  test.each([{ from_date: DAY }, { to_date: DAY }])('may be limited by %j alone', (query) => {
    expect(problems(ledger.transactionsQuery, query)).toEqual([]);
  });

  test.each<[object, string]>([
    [{ type: 'Buy' }, 'type: must be deposit, withdrawal, buy or sell'],
    [
      { from_date: 'yesterday' },
      'from_date: must be a timestamp from 1970 to 2254: RFC 3339, or YYYY-MM-DD HH:MM:SS in UTC',
    ],
    [{ from_date: '2026-01-05T00:00:00.000001Z', to_date: DAY }, 'from_date: must not be after to_date'],
  ])('%j is refused: %s', (query, problem) => {
    expect(problems(ledger.transactionsQuery, query)).toEqual([problem]);
  });
});

describe('paths', () => {
  test.each<[z.ZodType, object, string[]]>([
    [userPath, { user_id: 'me' }, []],
    [userPath, { user_id: 'x'.repeat(65) }, ['user_id']],
    [orderPath, { user_id: 'me', order_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, []],
    [orderPath, { user_id: 'me', order_id: '1' }, ['order_id']],
    [stockPath, { stock_id: CIB }, []],
    [stockPath, { stock_id: 'CIB' }, ['stock_id']],
    [nothing, {}, []],
    [nothing, { verbose: '1' }, ['']],
  ])('%#: %j', (schema, path, fields) => {
    expect(problems(schema, path).map((problem) => problem.split(':')[0])).toEqual(fields);
  });
});
