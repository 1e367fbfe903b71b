export type Access = 'anyone' | 'signed-in' | 'self' | 'self-or-admin' | 'admin';

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  access: Access;
}

export const routes = {
  'create-user': { method: 'POST', path: '/users', access: 'anyone' },
  'sign-in': { method: 'POST', path: '/token', access: 'anyone' },
  'list-users': { method: 'GET', path: '/users', access: 'admin' },
  'get-user': { method: 'GET', path: '/users/{user_id}', access: 'self-or-admin' },
  deposit: { method: 'POST', path: '/users/{user_id}/deposit', access: 'self-or-admin' },
  withdraw: { method: 'POST', path: '/users/{user_id}/withdraw', access: 'self-or-admin' },
  'place-buy': { method: 'POST', path: '/users/{user_id}/buy', access: 'self' },
  'place-sell': { method: 'POST', path: '/users/{user_id}/sell', access: 'self' },
  'list-orders': { method: 'GET', path: '/users/{user_id}/orders', access: 'self-or-admin' },
  'get-order': { method: 'GET', path: '/users/{user_id}/orders/{order_id}', access: 'self-or-admin' },
  'cancel-order': { method: 'DELETE', path: '/users/{user_id}/orders/{order_id}', access: 'self-or-admin' },
  'list-transactions': { method: 'GET', path: '/users/{user_id}/transactions', access: 'self-or-admin' },
  'list-stocks': { method: 'GET', path: '/stocks', access: 'signed-in' },
  'get-stock': { method: 'GET', path: '/stocks/{stock_id}', access: 'signed-in' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
