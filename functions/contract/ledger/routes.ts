import { datesQuery, listOf } from '../lists';
import { nothing, userPath } from '../paths';
import { defineRoute, type Route } from '../route';
import { userSummary } from '../users/answers';
import * as answers from './answers';
import * as requests from './requests';

export const ledgerRoutes = {
  deposit: defineRoute({
    method: 'POST',
    path: '/users/{user_id}/deposit',
    access: 'self-or-admin',
    tag: 'Users',
    summary: 'Deposit cash',
    request: { path: userPath, query: nothing, body: requests.transfer },
    success: { status: 200, body: userSummary, description: 'The user after the deposit.' },
    problems: ['user_not_found', 'balance_limit_exceeded'],
    isRepeatable: true,
  }),
  withdraw: defineRoute({
    method: 'POST',
    path: '/users/{user_id}/withdraw',
    access: 'self-or-admin',
    tag: 'Users',
    summary: 'Withdraw cash that is not frozen',
    request: { path: userPath, query: nothing, body: requests.transfer },
    success: { status: 200, body: userSummary, description: 'The user after the withdrawal.' },
    problems: ['user_not_found', 'insufficient_funds'],
    isRepeatable: true,
  }),
  'list-transactions': defineRoute({
    method: 'GET',
    path: '/users/{user_id}/transactions',
    access: 'self-or-admin',
    tag: 'Users',
    summary: "List a user's ledger, newest first",
    request: { path: userPath, query: requests.transactionsQuery },
    success: {
      status: 200,
      body: listOf(answers.transaction),
      description: 'A page of ledger entries.',
    },
    problems: ['invalid_cursor'],
  }),
  'get-equity': defineRoute({
    method: 'GET',
    path: '/users/{user_id}/equity',
    access: 'self-or-admin',
    tag: 'Users',
    summary: "Get a user's equity and profit over time",
    request: { path: userPath, query: datesQuery },
    success: {
      status: 200,
      body: answers.equity,
      description: "By default the last 30 days. The last point's profit is that of the whole range.",
    },
    problems: ['user_not_found'],
  }),
} satisfies Record<string, Route>;
