import { setting } from '../environment';
import { MailedCodes } from '../identity/mailed-codes';
import { serve } from './edge/serve';

const codes = new MailedCodes(setting('USER_POOL_ID'), setting('CODES_CLIENT_ID'));

export const handler = serve('forgot-password', async ({ body }) => {
  return (await codes.forgot(body.username)) ?? { requested: true };
});
