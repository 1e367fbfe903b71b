import { listOf } from '../lists';
import { nothing, userPath } from '../paths';
import { defineRoute, type Route } from '../route';
import * as answers from './answers';
import * as requests from './requests';

export const usersRoutes = {
  'list-users': defineRoute({
    method: 'GET',
    path: '/users',
    access: 'admin',
    tag: 'Users',
    summary: 'List users by name, or find one by email address',
    request: { path: nothing, query: requests.usersQuery },
    success: { status: 200, body: listOf(answers.userSummary), description: 'A page of users.' },
    problems: ['invalid_cursor'],
  }),
  'get-user': defineRoute({
    method: 'GET',
    path: '/users/{user_id}',
    access: 'self-or-admin',
    tag: 'Users',
    summary: 'Get a user with holdings and the latest transactions',
    request: { path: userPath, query: nothing },
    success: { status: 200, body: answers.userPage, description: 'The user.' },
    problems: ['user_not_found'],
  }),
} satisfies Record<string, Route>;
