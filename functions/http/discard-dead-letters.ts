import { deadLetterMailbox, LETTERS_PER_REQUEST } from '../dead-letters/open-mailbox';
import { discardLetters } from '../dead-letters/redrive';
import { serve } from './edge/serve';

const mailbox = deadLetterMailbox();

export const handler = serve('discard-dead-letters', async ({ body: { reason, ids } }) => {
  const { done, kept } = await discardLetters(mailbox, { reason, ids }, LETTERS_PER_REQUEST);
  return { discarded: done, kept, has_more: done + kept >= LETTERS_PER_REQUEST };
});
