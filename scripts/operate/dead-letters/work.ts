import type { Mailbox, TakenLetter } from './mailbox';

export type Publish = (topic: string, payload: Buffer) => Promise<void>;

export interface Selection {
  /** Only letters whose reason has this in it. */
  reason?: string | undefined;
}

/** Shows every letter and leaves all where they are. Returns their number. */
export async function listLetters(
  mailbox: Mailbox,
  selection: Selection,
  print: (line: string) => void,
): Promise<number> {
  const taken = await mailbox.takeAll();
  for (const letter of taken) await mailbox.putBack(letter);
  const listed = taken.filter((letter) => isSelected(letter, selection));
  for (const letter of listed) print(textOf(letter));
  return listed.length;
}

export interface Redriven {
  published: number;
  kept: number;
}

/**
 * Publishes the messages again and deletes each letter only when its message was taken: what is interrupted in
 * between is published twice, which changes nothing, and is never lost.
 */
export async function redriveLetters(
  mailbox: Mailbox,
  publish: Publish,
  selection: Selection,
  print: (line: string) => void,
): Promise<Redriven> {
  const kept = new Set(await mailbox.takeAll());
  let published = 0;
  try {
    for (const letter of kept) {
      const { topic, payload } = letter;
      if (topic === undefined || payload === undefined || !isSelected(letter, selection)) continue;
      await publish(topic, payload);
      await mailbox.delete(letter);
      kept.delete(letter);
      published++;
      print(`published again: ${textOf(letter)}`);
    }
  } finally {
    for (const letter of kept) await mailbox.putBack(letter);
  }
  return { published, kept: kept.size };
}

function isSelected(letter: TakenLetter, { reason }: Selection): boolean {
  return reason === undefined || letter.reason.includes(reason);
}

/** One line; what would end it or move the cursor is escaped. */
function textOf({ reason, time, sentAtMs, topic = '-', payload }: TakenLetter): string {
  const content = payload === undefined ? 'its payload is in the stream only' : payload.toString('utf8');
  const at = time ?? new Date(sentAtMs).toISOString();
  return [at, topic, reason, content].map(escaped).join('\t');
}

function escaped(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
