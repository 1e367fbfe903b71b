import * as z from 'zod';
import type { IdentityProvider } from './identity-provider';

const OwnUser = z.object({ UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })) });

/** The user id of an access token, according to the user pool. */
export async function userOf(
  identity: IdentityProvider | undefined,
  accessToken: string,
): Promise<string | undefined> {
  const answer = await identity?.handle('GetUser', { AccessToken: accessToken });
  const user = OwnUser.safeParse(answer?.body);
  return user.data?.UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
}
