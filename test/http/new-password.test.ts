import {
  AdminUserGlobalSignOutCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InvalidParameterException,
  LimitExceededException,
  NotAuthorizedException,
  TooManyRequestsException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserId } from '../../functions/domain/ids';
import { openApi, type TestApi } from '../../testing/api';
import { CODE, expectMishap, pool, poolUsers, resetPool } from '../../testing/fake-pool';

const [OLD, NEW] = ['Keep-it-secret-1', 'Keep-it-secret-2'];
const problem = { message: 'as Cognito says it', $metadata: {} };

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
  resetPool();
  poolUsers.set('sara', { attributes: [], status: 'CONFIRMED', password: OLD });
});

const passwordOf = (name: string) => poolUsers.get(name)?.password;
const signOuts = () =>
  pool.commandCalls(AdminUserGlobalSignOutCommand).map(({ args: [{ input }] }) => input.Username);

describe('a forgotten password', () => {
  const forgot = async (username = 'sara') => {
    const { status, json } = await api.call('forgot-password', { body: { username } });
    return [status, json.code ?? json];
  };
  const reset = async (body: object) => {
    const { status, json } = await api.call('reset-password', { body });
    return [status, json.code ?? json];
  };
  const request = { username: 'sara', code: CODE, password: NEW };

  test.each([
    ['a code is sent', undefined],
    ['there is no such user', new UserNotFoundException(problem)],
    ['his address was never confirmed', new InvalidParameterException(problem)],
    ['he has had many codes', new LimitExceededException(problem)],
    ['he is disabled', new NotAuthorizedException(problem)],
  ])('gets the same answer, whether %s', async (_, error) => {
    if (error) pool.on(ForgotPasswordCommand).rejects(error);
    expect(await forgot()).toEqual([202, { requested: true }]);
  });

  test('is a 429 when Cognito throttles the request', async () => {
    pool.on(ForgotPasswordCommand).rejects(new TooManyRequestsException(problem));
    expect(await forgot()).toEqual([429, 'too_many_requests']);
  });

  test('is replaced using the code, and sign-ins with the old one end', async () => {
    expect(await reset(request)).toEqual([200, { password_changed: true }]);
    expect(passwordOf('sara')).toBe(NEW);
    expect(signOuts()).toEqual(['sara']);
  });

  test.each([
    ['of a wrong code', { code: '000000' }, undefined, 'invalid_code'],
    ['of somebody who is not there', { username: 'nobody' }, undefined, 'invalid_code'],
    ['after many guesses', {}, new LimitExceededException(problem), 'invalid_code'],
    ['of a user without an address', {}, new InvalidParameterException(problem), 'invalid_code'],
    ['of a password beyond the policy', { password: 'short' }, undefined, 'invalid_password'],
  ])('is not replaced because %s, and nobody is signed out', async (_, change, error, code) => {
    if (error) pool.on(ConfirmForgotPasswordCommand).rejects(error);
    expect(await reset({ ...request, ...change })).toEqual([400, code]);
    expect(passwordOf('sara')).toBe(OLD);
    expect(signOuts()).toEqual([]);
  });

  test('is not reported as replaced while old sign-ins may still be valid', async () => {
    expectMishap({ operation: 'sign out', when: 'before' });
    expect(await reset(request)).toEqual([500, 'internal_error']);
  });
});

describe('changing a password', () => {
  const change = async (password: string, new_password: string) => {
    const as = { userId: 'sara' as UserId, username: 'sara' };
    const { status, json } = await api.call('change-password', { as, body: { password, new_password } });
    return [status, json.code ?? json];
  };

  test('requires the old one, and signs the user out everywhere', async () => {
    expect(await change(OLD, NEW)).toEqual([200, { password_changed: true }]);
    expect(passwordOf('sara')).toBe(NEW);
    expect(signOuts()).toEqual(['sara']);
  });

  test.each([
    ['Not-the-one-1', NEW, [401, 'invalid_credentials']],
    [OLD, 'short', [400, 'invalid_password']],
    [OLD, 'Sh0rt-x', [400, 'invalid_password']],
  ])('from %s to %s is refused and changes nothing', async (password, next, refusal) => {
    expect(await change(password, next)).toEqual(refusal);
    expect(passwordOf('sara')).toBe(OLD);
    expect(signOuts()).toEqual([]);
  });

  test('twice is refused the second time, as the old one no longer counts', async () => {
    await change(OLD, NEW);
    expect(await change(OLD, NEW)).toEqual([401, 'invalid_credentials']);
  });
});
