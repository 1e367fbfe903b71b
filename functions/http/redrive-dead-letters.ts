import { deadLetterMailbox, LETTERS_PER_REQUEST } from '../dead-letters/open-mailbox';
import { redriveLetters } from '../dead-letters/redrive';
import { tickPublisher } from '../dead-letters/tick-publisher';
import { serve } from './edge/serve';

const mailbox = deadLetterMailbox();
const publish = tickPublisher();

export const handler = serve('redrive-dead-letters', async ({ body: { reason, ids } }) => {
  const { done, kept } = await redriveLetters(
    mailbox,
    publish,
    { reason, ids },
    { most: LETTERS_PER_REQUEST },
  );
  return { published: done, kept, has_more: done + kept >= LETTERS_PER_REQUEST };
});
