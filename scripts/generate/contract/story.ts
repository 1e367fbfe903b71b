/**
 * The order in which the collection runs, as one person's story: a step names an operation of the OpenAPI document,
 * which provides the request, and states what is sent and expected. The lines of `check` and `before` run in Postman.
 */
export interface Step {
  readonly operation: string;
  readonly name?: string;
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Whose token is sent: the user's unless stated. */
  readonly as?: 'administrator';
  /** The operation's success status unless stated. */
  readonly statuses?: readonly number[];
  readonly before?: readonly string[];
  readonly check?: readonly string[];
}

const save = (variable: string, value: string) => `pm.environment.set('${variable}', ${value});`;
const expectThat = (fact: string, condition: string) =>
  `pm.test('${fact}', () => pm.expect(${condition}).to.equal(true));`;

const DEPOSIT_KEY = { 'Idempotency-Key': 'deposit-of-{{username}}' };
/** Far below any price, so that it stays open until it is canceled. */
const PATIENT_BUY = { stock_id: '{{stock_id}}', total: 10, upper_bound: 0.01 };

export const story: readonly Step[] = [
  {
    operation: 'create-user',
    body: { username: '{{username}}', email: '{{username}}@example.com', password: '{{password}}' },
    before: [save('username', "'user-' + Date.now()")],
    check: [expectThat('the account is empty', 'answer.balance === 0 && answer.frozen === 0')],
  },
  {
    operation: 'create-user',
    name: 'Sign up under a name that is taken',
    body: { username: '{{username}}', email: 'other-{{username}}@example.com', password: '{{password}}' },
    statuses: [409],
    check: [expectThat('the problem says so', "answer.code === 'username_taken'")],
  },
  {
    operation: 'sign-in',
    body: { username: '{{username}}', password: '{{password}}' },
    check: [save('access_token', 'answer.access_token'), save('refresh_token', 'answer.refresh_token')],
  },
  {
    operation: 'sign-in',
    name: 'Refresh the access token',
    body: { refresh_token: '{{refresh_token}}' },
    check: [save('access_token', 'answer.access_token')],
  },
  {
    operation: 'deposit',
    body: { amount: 10000 },
    headers: DEPOSIT_KEY,
    check: [expectThat('the cash is there', 'answer.balance === 10000')],
  },
  {
    operation: 'deposit',
    name: 'Repeat the deposit with its key',
    body: { amount: 10000 },
    headers: DEPOSIT_KEY,
    check: [
      expectThat('it counted once', 'answer.balance === 10000'),
      expectThat('it is a replay', "pm.response.headers.get('Idempotency-Replayed') === 'true'"),
    ],
  },
  {
    operation: 'withdraw',
    body: { amount: '250.5' },
    check: [expectThat('it is gone', 'answer.balance === 9749.5')],
  },
  {
    operation: 'withdraw',
    name: 'Withdraw more than there is',
    body: { amount: 1000000 },
    statuses: [400],
    check: [expectThat('the problem says so', "answer.code === 'insufficient_funds'")],
  },
  { operation: 'list-stocks', check: [save('stock_id', 'answer.results[0].stock_id')] },
  { operation: 'get-stock', check: [expectThat('it has a price', 'answer.price > 0')] },
  { operation: 'list-candles', query: { interval: '1m', limit: '5' } },
  { operation: 'list-ticks', query: { limit: '5' } },
  { operation: 'list-stock-transactions', query: { limit: '5' } },
  {
    operation: 'list-sparklines',
    query: { stock_ids: '{{stock_id}}', interval: '1m', points: '30' },
    check: [expectThat('it has its latest close', 'answer.results[0].closes.length > 0')],
  },
  {
    operation: 'place-buy',
    body: PATIENT_BUY,
    check: [save('order_id', 'answer.id'), expectThat('it holds its cost', 'answer.hold.remaining === 0.1')],
  },
  {
    operation: 'list-orders',
    query: { status: 'open' },
    check: [
      expectThat(
        'it is among the open ones',
        "answer.results.some(({ id }) => id === pm.environment.get('order_id'))",
      ),
    ],
  },
  { operation: 'get-order', check: [expectThat('it is new', "answer.status === 'new'")] },
  {
    operation: 'explain-order',
    check: [expectThat('the price is the reason', "answer.reasons[0].code === 'price_above_bounds'")],
  },
  {
    operation: 'replace-order',
    body: { total: 5 },
    check: [expectThat('it holds less', 'answer.hold.remaining === 0.05')],
  },
  {
    operation: 'cancel-order',
    check: [expectThat('it holds nothing', "answer.status === 'canceled' && answer.hold.remaining === 0")],
  },
  {
    operation: 'cancel-order',
    name: 'Cancel it again',
    statuses: [409],
    check: [expectThat('the problem says so', "answer.code === 'order_closed'")],
  },
  { operation: 'place-buy', name: 'Place a buy order to be canceled with all others', body: PATIENT_BUY },
  {
    operation: 'cancel-orders',
    name: 'Cancel orders without saying which',
    statuses: [400],
    check: [expectThat('the problem says so', "answer.code === 'selection_required'")],
  },
  {
    operation: 'cancel-orders',
    query: { all: 'true' },
    check: [expectThat('one was open', 'answer.results.length === 1')],
  },
  {
    operation: 'place-sell',
    name: 'Sell what one does not have',
    body: { stock_id: '{{stock_id}}', total: 1, lower_bound: 1 },
    statuses: [400],
    check: [expectThat('the problem says so', "answer.code === 'insufficient_shares'")],
  },
  {
    operation: 'list-transactions',
    check: [expectThat('both movements are there', 'answer.results.length === 2')],
  },
  {
    operation: 'get-user',
    check: [expectThat('nothing is frozen', 'answer.frozen === 0 && answer.balance === 9749.5')],
  },
  {
    operation: 'get-equity',
    check: [expectThat('it ends with what there is', 'answer.results.at(-1).cash === 9749.5')],
  },
  { operation: 'list-users', name: 'List all users without being allowed to', statuses: [403] },
  {
    operation: 'sign-in',
    name: 'Sign in as the administrator',
    body: { username: 'admin', password: '{{admin_password}}' },
    check: [save('admin_token', 'answer.access_token')],
  },
  { operation: 'list-users', as: 'administrator' },
  { operation: 'get-audit', as: 'administrator', statuses: [200, 404] },
  { operation: 'get-feed', as: 'administrator' },
  { operation: 'revoke-quote', as: 'administrator', statuses: [409] },
  { operation: 'get-book', as: 'administrator' },
  { operation: 'publish-tick', as: 'administrator', body: { price: -1 }, statuses: [202] },
  { operation: 'list-dead-letters', as: 'administrator', query: { reason: 'price' } },
  { operation: 'redrive-dead-letters', as: 'administrator', body: { reason: 'no letter has this reason' } },
  { operation: 'discard-dead-letters', as: 'administrator', body: { reason: 'no letter has this reason' } },
  { operation: 'run-audit', as: 'administrator', statuses: [202] },
  { operation: 'sign-out', body: {} },
  { operation: 'confirm-user', name: 'Confirm a sign-up with a wrong code', statuses: [401] },
  { operation: 'reset-password', name: 'Set a new password with a wrong code', statuses: [400] },
];
