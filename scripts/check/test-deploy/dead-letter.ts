import { SQSClient } from '@aws-sdk/client-sqs';
import { Mailbox, type TakenLetter } from '../../../functions/dead-letters/mailbox';
import { redriveLetters } from '../../../functions/dead-letters/redrive';
import { eventually } from '../../../testing/eventually';
import { check } from './check';
import type { Deployment } from './deployment';
import { overHttp } from './publishers';

const REASON = 'the message is not valid JSON in UTF-8';

/** Waits for the dead letter of an invalid message, and redrives it, which must bring it back as a new letter. */
export async function redriveInVain(
  { sdk, outputs }: Deployment,
  expected: { topic: string; payload: string },
): Promise<void> {
  const client = new SQSClient({ ...sdk, useQueueUrlAsEndpoint: sdk.endpoint === undefined });
  const mailbox = new Mailbox(client, outputs.DeadLetterQueueUrl);
  const letter = await theLetter(mailbox);
  check('the letter', readable(letter), { reason: REASON, ...expected });
  await mailbox.putBack(letter);

  const publish = await overHttp(sdk);
  const redriven = await redriveLetters(mailbox, (topic, payload) => publish(topic, payload.toString()), {
    reason: REASON,
  });
  check('what was redriven', redriven, { done: 1, kept: 0 });

  const again = await theLetter(mailbox);
  check('the same letter again', readable(again), readable(letter));
  check('it is a new one', again.id === letter.id, false);
  await mailbox.delete(again);
}

async function theLetter(mailbox: Mailbox): Promise<TakenLetter> {
  return await eventually('the dead letter', async () => (await mailbox.takeAll())[0]);
}

function readable({ reason, topic, payload }: TakenLetter) {
  return { reason, topic, payload: payload?.toString() };
}
