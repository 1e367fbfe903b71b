import * as z from 'zod';
import { composed, isOfOneWriting, isPlain, isVisible, spelledAsUsername } from '../text';

/** Letters with their marks and digits, with `.`, `_` and `-` in between. */
const USERNAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}])?$/u;
const STACKED_MARKS = /\p{M}{5}/u;

function isUsername(name: string): boolean {
  return USERNAME.test(name) && isVisible(name) && !STACKED_MARKS.test(name);
}

const username = z
  .string()
  .transform(spelledAsUsername)
  .pipe(
    z
      .string()
      .min(3, { error: 'must have at least 3 characters' })
      .max(40, { error: 'must have at most 40 characters' })
      .refine(isUsername, { error: 'must consist of letters, digits, and . _ - between them' })
      .refine(isOfOneWriting, { error: 'must not mix letters of different scripts' }),
  )
  .meta({ type: 'string', minLength: 3, maxLength: 40, pattern: USERNAME.source, examples: ['nour'] });

const password = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(256, { error: 'must have at most 256 characters' })
  .refine(isPlain, { error: 'must not contain control characters' })
  .transform(composed)
  .meta({ format: 'password', examples: ['Keep-it-secret-1'] });

export const newUser = z
  .strictObject({
    username,
    email: z
      .email({ error: 'must be an email address' })
      .max(254)
      .meta({ examples: ['nour@example.com'] }),
    password,
  })
  .meta({ id: 'CreateUser' });

const remember = z
  .boolean()
  .meta({ description: 'For browsers: the refresh token is sent in a cookie that scripts cannot read.' });
export const credentials = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(128)
    .refine(isPlain)
    .transform(spelledAsUsername)
    .meta({ examples: ['nour'] }),
  password,
  remember: remember.default(false),
});
const refreshToken = z
  .string()
  .min(1)
  .max(4096)
  .refine(isPlain)
  .meta({ examples: ['eyJjdHkiOiJKV1QifQ'] });
const refreshment = z.strictObject({ refresh_token: refreshToken });
/** Uses the cookie of an earlier sign-in. */
const remembrance = z.strictObject({ remember: z.literal(true) });
export const signIn = z
  .union([credentials, refreshment, remembrance], {
    error: 'must be username and password, or refresh_token, or just remember',
  })
  .meta({
    id: 'SignIn',
    shownAs: credentials
      .extend({ remember, refresh_token: refreshToken })
      .partial()
      .meta({
        description:
          'username and password, or the refresh_token of an earlier sign-in, or just remember to use its cookie.',
        examples: [{ username: 'nour', password: 'Keep-it-secret-1' }],
      }),
  });
export const signOut = z
  .strictObject({ refresh_token: refreshToken.optional() })
  .meta({ id: 'SignOut', description: 'Without a token, the one in the cookie is revoked.' });

const code = z
  .string()
  .regex(/^[0-9]{4,10}$/, { error: 'must be the digits of the code' })
  .meta({ examples: ['123456'] });
const knownName = credentials.shape.username;
export const confirmation = z.strictObject({ username, password, code }).meta({
  id: 'ConfirmUser',
  description: 'Username and password of the sign-up, and the code sent.',
});
export const forgottenPassword = z.strictObject({ username: knownName }).meta({ id: 'ForgottenPassword' });
export const passwordReset = z
  .strictObject({ username: knownName, code, password })
  .meta({ id: 'ResetPassword', description: 'The code sent, and the new password.' });
export const passwordChange = z
  .strictObject({ password, new_password: password })
  .meta({ id: 'ChangePassword' });
