import { SQSClient } from '@aws-sdk/client-sqs';
import { boundedCalls } from '../bounded-calls';
import { setting } from '../environment';
import { Mailbox } from './mailbox';

/** Longer than a request may take, so that what one is looking at shows soon again should it die. */
const HIDDEN_SECONDS = 20;

/** The dead letters of the stack, for requests. */
export function deadLetterMailbox(): Mailbox {
  return new Mailbox(new SQSClient(boundedCalls()), setting('DEAD_LETTER_QUEUE_URL'), HIDDEN_SECONDS);
}

/** As many letters as a request looks at. */
export const LETTERS_PER_REQUEST = 100;
