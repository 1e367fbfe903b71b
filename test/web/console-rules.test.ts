import { ProblemError } from '../../client/problem-error';
import { configurationOf } from '../../web/api/configuration';
import { identityOf } from '../../web/api/identity';
import { problemSentence } from '../../web/api/problems';
import { passwordRules } from '../../web/pages/sign-in/password-rules';
import { EMPTY_TICKET } from '../../web/pages/ticket/ticket-fields';
import { ticketProblems } from '../../web/pages/ticket/ticket-problems';

function tokenOf(claims: object): string {
  return `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
}

test('a token says who signed in, whatever script the name is in', () => {
  const claims = { sub: 'u-1', username: 'نور', exp: 1_000, 'cognito:groups': ['admin'] };
  expect(identityOf(tokenOf(claims))).toEqual({
    userId: 'u-1',
    username: 'نور',
    isAdmin: true,
    expiresAtMs: 1_000_000,
  });
  expect(identityOf(tokenOf({ sub: 'u-1', username: 'ann' }))?.isAdmin).toBe(false);
  expect(identityOf('no token')).toBeUndefined();
});

test('only well-formed parts of the configuration count', () => {
  const told = {
    live_url: 'wss://x/mqtt',
    stage: 'dev',
    quote_max_age_seconds: 60,
    market_collar_percent: 5,
    password_length: 12,
    features: ['publish_ticks', 7],
  };
  expect(configurationOf(told)).toEqual({
    liveUrl: 'wss://x/mqtt',
    stage: 'dev',
    quoteMaxAgeSeconds: 60,
    marketCollarPercent: 5,
    passwordLength: 12,
    features: ['publish_ticks'],
  });
  expect(configurationOf('<html>')).toEqual({ passwordLength: 8, features: [] });
});

test('password rules are checked one by one', () => {
  const met = (password: string) => passwordRules(password, 8).map(({ isMet }) => isMet);
  expect(met('')).toEqual([false, false, false, false, false]);
  expect(met('Keep-it-1')).toEqual([true, true, true, true, true]);
  expect(met('keepitsecret')).toEqual([true, true, false, false, false]);
});

function aProblem(code: string, errors: object[] = []): ProblemError {
  return new ProblemError(400, JSON.stringify({ code, detail: 'Said by the server.', errors }));
}

const MEANS = { available: 86_376.2, shares: 255, affordable: 3_020, needed: 257_400 };

test.each([
  [
    'insufficient_funds',
    'shares',
    'Needs 257,400.00, available is 86,376.20. Buy 3,020 or fewer, or cancel an open buy.',
  ],
  ['insufficient_shares', 'shares', 'You have 255 shares available. Sell fewer, or cancel an open sell.'],
  ['invalid_bounds', 'other', 'The lower price must not be above the upper one.'],
  ['expiry_in_the_past', 'until', 'That time has passed. Choose a later one.'],
  ['stock_not_found', 'form', 'Said by the server.'],
])('%s belongs to %s', (code, field, text) => {
  expect(ticketProblems(aProblem(code), EMPTY_TICKET, MEANS)).toEqual({ [field]: text });
});

test('a field named by the server maps to the ticket’s field', () => {
  const error = aProblem('invalid_request', [{ field: 'upper_bound', message: 'must be greater than 0' }]);
  expect(ticketProblems(error, EMPTY_TICKET, MEANS)).toEqual({ limit: 'It must be greater than 0.' });
  expect(ticketProblems(error, { ...EMPTY_TICKET, side: 'sell' }, MEANS)).toEqual({
    other: 'It must be greater than 0.',
  });
  expect(problemSentence(error)).toBe('The upper price must be greater than 0.');
});
