import { nothing, userPath } from '../paths';
import { defineRoute, type Route } from '../route';
import { userSummary } from '../users/answers';
import * as answers from './answers';
import * as requests from './requests';

export const identityRoutes = {
  'create-user': defineRoute({
    method: 'POST',
    path: '/users',
    access: 'anyone',
    tag: 'Users',
    summary: 'Sign up and open an account',
    request: { path: nothing, query: nothing, body: requests.newUser },
    success: { status: 201, body: userSummary, description: 'The new user, with an empty account.' },
    accepted: {
      body: answers.signUpPending,
      description:
        'If addresses have to be confirmed: a code was sent, and `POST /users/confirm` opens the account. ' +
        'The response is the same for an address that another user has.',
    },
    problems: ['sign_up_closed', 'username_taken', 'email_taken', 'invalid_password', 'too_many_requests'],
  }),
  'confirm-user': defineRoute({
    method: 'POST',
    path: '/users/confirm',
    access: 'anyone',
    tag: 'Users',
    summary: 'Confirm a sign-up with the code sent, and open its account',
    request: { path: nothing, query: nothing, body: requests.confirmation },
    success: {
      status: 201,
      body: userSummary,
      description: 'The new user, with an empty account. Repeating the request returns it again.',
    },
    problems: [
      'sign_up_closed',
      'invalid_credentials',
      'invalid_code',
      'username_taken',
      'email_taken',
      'too_many_requests',
    ],
  }),
  'sign-in': defineRoute({
    method: 'POST',
    path: '/token',
    access: 'anyone',
    tag: 'Users',
    summary: 'Sign in, or refresh an access token',
    request: { path: nothing, query: nothing, body: requests.signIn },
    success: { status: 200, body: answers.accessToken, description: 'A token for the Authorization header.' },
    problems: ['invalid_credentials', 'too_many_requests'],
  }),
  'sign-out': defineRoute({
    method: 'POST',
    path: '/sign-out',
    access: 'anyone',
    tag: 'Users',
    summary: 'Sign out: revoke a refresh token',
    request: { path: nothing, query: nothing, body: requests.signOut },
    success: {
      status: 200,
      body: answers.signedOut,
      description: 'The refresh token is revoked and the cookie removed. Access tokens expire on their own.',
    },
    problems: ['too_many_requests'],
  }),
  'forgot-password': defineRoute({
    method: 'POST',
    path: '/password/forgot',
    access: 'anyone',
    tag: 'Users',
    summary: 'Request a code for setting a new password',
    request: { path: nothing, query: nothing, body: requests.forgottenPassword },
    success: {
      status: 202,
      body: answers.codeRequested,
      description:
        'If the user exists and has a confirmed address, a code has been sent to it. The response is the same if not.',
    },
    problems: ['too_many_requests'],
  }),
  'reset-password': defineRoute({
    method: 'POST',
    path: '/password/reset',
    access: 'anyone',
    tag: 'Users',
    summary: 'Set a new password with the code sent',
    request: { path: nothing, query: nothing, body: requests.passwordReset },
    success: {
      status: 200,
      body: answers.passwordChanged,
      description: 'The password is changed, and all refresh tokens of the user are revoked.',
    },
    problems: ['invalid_password', 'invalid_code', 'too_many_requests'],
  }),
  'change-password': defineRoute({
    method: 'POST',
    path: '/users/{user_id}/password',
    access: 'self',
    tag: 'Users',
    summary: 'Change your password',
    request: { path: userPath, query: nothing, body: requests.passwordChange },
    success: {
      status: 200,
      body: answers.passwordChanged,
      description: 'The password is changed, and all refresh tokens of the user are revoked. Sign in again.',
    },
    problems: ['invalid_password', 'invalid_credentials', 'too_many_requests'],
  }),
} satisfies Record<string, Route>;
