import type { TableAccess } from './constructs/trading-table';
import type { FunctionName } from './functions';

// Exactly what each function may do on the table; an unlisted function is a compile error. Transactions have no action
// of their own; they need the actions of the writes inside them.

const readAccount: TableAccess = { items: ['Query', 'BatchGetItem'], index: ['Query'] };
/** The response states what unexpired orders hold. */
const moveMoney: TableAccess = {
  items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
  index: ['Query'],
};
const matchOrders: TableAccess = {
  items: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
};
/** Before a rejection for lack of money or shares, the user's expired orders are closed. */
const placeOrders: TableAccess = { ...matchOrders, index: ['Query'] };

export const tableAccess: Record<FunctionName, TableAccess> = {
  'create-user': { items: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
  'confirm-user': { items: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
  'forgot-password': {},
  'reset-password': {},
  'change-password': {},
  'sign-in': {},
  'sign-out': {},
  'list-users': { items: ['GetItem', 'BatchGetItem'], index: ['Query'] },
  'get-user': readAccount,
  'get-equity': readAccount,
  deposit: moveMoney,
  withdraw: { items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], index: ['Query'] },
  'place-buy': placeOrders,
  'place-sell': placeOrders,
  'list-orders': { items: ['Query', 'BatchGetItem'], index: ['Query'] },
  'get-order': { items: ['GetItem'] },
  'explain-order': { items: ['GetItem', 'BatchGetItem', 'Query'] },
  'cancel-order': { items: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
  'cancel-orders': {
    items: ['Query', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    index: ['Query'],
  },
  'replace-order': placeOrders,
  'list-transactions': { items: ['Query'] },
  'list-stocks': { items: ['BatchGetItem'], index: ['Query'] },
  'list-sparklines': { items: ['BatchGetItem', 'Query'] },
  'get-stock': { items: ['GetItem', 'BatchGetItem', 'Query'], index: ['Query'] },
  'list-stock-transactions': { items: ['GetItem', 'BatchGetItem'], index: ['Query'] },
  'get-book': { items: ['GetItem', 'BatchGetItem', 'Query'] },
  'list-candles': { items: ['GetItem', 'Query'] },
  'list-ticks': { items: ['GetItem', 'Query'] },
  'revoke-quote': matchOrders,
  'get-audit': { items: ['GetItem'] },
  'get-feed': { items: ['BatchGetItem', 'GetItem'], index: ['Query'] },
  // The empty ones use Lambda, the queue or the topic instead of the table.
  'run-audit': {},
  'list-dead-letters': {},
  'redrive-dead-letters': {},
  'discard-dead-letters': {},
  'publish-tick': {},
  'get-openapi': {},
  'get-docs': {},
  'get-docs-asset': {},
  'answer-unrouted': {},
  'match-ticks': matchOrders,
  // It reads only the stream, which contains the changed items in full.
  'publish-events': {},
  // Everything it needs is in the token.
  'authorize-subscriber': {},
  'publish-quotes': {},
  'expire-orders': {
    items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    index: ['Query'],
  },
  audit: { items: ['Scan', 'Query', 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem'], index: ['Query'] },
};
