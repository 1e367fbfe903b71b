import type { Mailbox, TakenLetter } from '../../../functions/dead-letters/mailbox';
import {
  type Publish,
  peekLetters,
  redriveLetters,
  type Selection,
} from '../../../functions/dead-letters/redrive';

/** Prints every letter, keeps them all, and returns their number. */
export async function listLetters(
  mailbox: Mailbox,
  selection: Selection,
  print: (line: string) => void,
): Promise<number> {
  const { letters } = await peekLetters(mailbox, selection);
  for (const letter of letters) print(textOf(letter));
  return letters.length;
}

export interface Redriven {
  published: number;
  kept: number;
}

/** Republishes the messages, printing each. */
export async function redriveAndTell(
  mailbox: Mailbox,
  publish: Publish,
  selection: Selection,
  print: (line: string) => void,
): Promise<Redriven> {
  const tell = (letter: TakenLetter) => print(`republished: ${textOf(letter)}`);
  const { done, kept } = await redriveLetters(mailbox, publish, selection, { tell });
  return { published: done, kept };
}

/** A letter in one line, with control characters escaped. */
function textOf({ reason, time, sentAtMs, topic = '-', payload }: TakenLetter): string {
  const content = payload === undefined ? 'the payload is only in the stream' : payload.toString('utf8');
  const at = time ?? new Date(sentAtMs).toISOString();
  return [at, topic, reason, content].map(escaped).join('\t');
}

function escaped(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
