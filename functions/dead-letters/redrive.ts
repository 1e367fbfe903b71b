import type { Mailbox, TakenLetter } from './mailbox';

export type Publish = (topic: string, payload: Buffer) => Promise<void>;

/** Which letters are meant; without anything all are. */
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

/** Looks at letters and leaves all where they are. */
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
  /** How many letters are done with. */
  readonly done: number;
  /** How many were looked at and left where they are. */
  readonly kept: number;
}

/**
 * Publishes the messages again and deletes each letter only when its message was taken: what is interrupted in
 * between is published twice, which changes nothing, and is never lost.
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

/** @param work answers whether the letter is done with; all others are put back, whatever happens */
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
