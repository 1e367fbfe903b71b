import { deadLetterMailbox, LETTERS_PER_REQUEST } from '../dead-letters/open-mailbox';
import { peekLetters } from '../dead-letters/redrive';
import { deadLetterView } from '../views/dead-letter';
import { serve } from './edge/serve';

const mailbox = deadLetterMailbox();

export const handler = serve('list-dead-letters', async ({ query }) => {
  const { reason, limit } = query;
  const { letters, looked } = await peekLetters(mailbox, { reason }, LETTERS_PER_REQUEST);
  return {
    results: letters.slice(0, limit).map(deadLetterView),
    has_more: letters.length > limit || looked >= LETTERS_PER_REQUEST,
  };
});
