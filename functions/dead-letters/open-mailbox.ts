import { SQSClient } from '@aws-sdk/client-sqs';
import { boundedCalls } from '../bounded-calls';
import { setting } from '../environment';
import { Mailbox } from './mailbox';

/** Longer than a request may take, yet short enough for letters to reappear soon if the request dies. */
const HIDDEN_SECONDS = 20;

/** The stack's dead letters, as API requests use them. */
export function deadLetterMailbox(): Mailbox {
  return new Mailbox(new SQSClient(boundedCalls()), setting('DEAD_LETTER_QUEUE_URL'), HIDDEN_SECONDS);
}

/** The most letters a request looks at. */
export const LETTERS_PER_REQUEST = 100;
