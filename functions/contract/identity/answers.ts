import * as z from 'zod';
import { always } from '../answer-fields';
import { userSummary } from '../users/answers';

export const accessToken = z
  .object({
    access_token: z.string().meta({ examples: ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJub3VyIn0.c2ln'] }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'In seconds.', examples: [3600] }),
    refresh_token: z
      .string()
      .optional()
      .meta({ examples: ['eyJjdHkiOiJKV1QifQ'] }),
  })
  .meta({ id: 'AccessToken' });

export const signedOut = z.object({ signed_out: always }).meta({ id: 'SignedOut' });

export const signUpPending = z
  .object({
    username: userSummary.shape.username,
    email: userSummary.shape.email,
    confirmation: z.literal('pending'),
  })
  .meta({ id: 'SignUpPending' });
/** Doesn't reveal whether the user exists, or where the code went. */
export const codeRequested = z.object({ requested: z.literal(true) }).meta({ id: 'CodeRequested' });
export const passwordChanged = z
  .object({ password_changed: z.literal(true) })
  .meta({ id: 'PasswordChanged' });
