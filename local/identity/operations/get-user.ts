import * as z from 'zod';
import { IdentityError } from '../identity-error';
import { operation } from './operation';
import { attributesOf } from './user-description';

const input = z.object({ AccessToken: z.string() });

/** Unlike the API's authorizer, which only reads the token, this checks whether the sign-in was revoked. */
export const getUser = operation(input, async (pool, request) => {
  const { sub, originJti } = await pool.tokens.readAccessToken(request.AccessToken);
  if (pool.refreshTokens.isRevoked(originJti)) {
    throw new IdentityError('NotAuthorizedException', 'Access Token has been revoked');
  }
  const user = pool.directory.all().find((candidate) => candidate.sub === sub);
  if (user === undefined) throw new IdentityError('UserNotFoundException', 'User does not exist.');
  return { Username: user.username, UserAttributes: attributesOf(user) };
});
