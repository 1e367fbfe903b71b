import type { Mailbox, TakenLetter } from './mailbox';

export type Publish = (topic: string, payload: Buffer) => Promise<void>;

/** Which letters to work on; all if nothing is given. */
export interface Selection {
  /** Only letters whose reason contains this. */
  readonly reason?: string | undefined;
  /** Only these. */
  readonly ids?: readonly string[] | undefined;
}

function isSelected({ reason, id }: TakenLetter, selection: Selection): boolean {
  if (selection.ids !== undefined && !selection.ids.includes(id)) return false;
  return selection.reason === undefined || reason.includes(selection.reason);
}

/** Reads letters and leaves them all in the queue. */
export async function peekLetters(
  mailbox: Mailbox,
  selection: Selection,
  most?: number,
): Promise<{ letters: TakenLetter[]; looked: number }> {
  const taken = await mailbox.takeAll(most);
  for (const letter of taken) await mailbox.putBack(letter);
  return { letters: taken.filter((letter) => isSelected(letter, selection)), looked: taken.length };
}

export interface Worked {
  /** How many letters were redriven or discarded. */
  readonly done: number;
  /** How many were read and left in the queue. */
  readonly kept: number;
}

/**
 * Republishes the messages, deleting each letter only once its message was accepted: an interruption in between
 * publishes a message twice, which has no effect, but never loses it.
 */
export async function redriveLetters(
  mailbox: Mailbox,
  publish: Publish,
  selection: Selection,
  { most, tell = () => undefined }: { most?: number; tell?: (letter: TakenLetter) => void } = {},
): Promise<Worked> {
  return await workThrough(mailbox, most, async (letter) => {
    const { topic, payload } = letter;
    if (topic === undefined || payload === undefined || !isSelected(letter, selection)) return false;
    await publish(topic, payload);
    await mailbox.delete(letter);
    tell(letter);
    return true;
  });
}

/** Deletes letters for good. */
export async function discardLetters(mailbox: Mailbox, selection: Selection, most?: number): Promise<Worked> {
  return await workThrough(mailbox, most, async (letter) => {
    if (!isSelected(letter, selection)) return false;
    await mailbox.delete(letter);
    return true;
  });
}

/** @param work returns whether the letter is dealt with; all others are put back, whatever happens */
async function workThrough(
  mailbox: Mailbox,
  most: number | undefined,
  work: (letter: TakenLetter) => Promise<boolean>,
): Promise<Worked> {
  const kept = new Set(await mailbox.takeAll(most));
  let done = 0;
  try {
    for (const letter of kept) {
      if (!(await work(letter))) continue;
      kept.delete(letter);
      done++;
    }
  } finally {
    for (const letter of kept) await mailbox.putBack(letter);
  }
  return { done, kept: kept.size };
}
