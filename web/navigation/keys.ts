import { preferences } from '../settings/preferences';

const SEQUENCE_MS = 1_000;

/** Until when a key goes somewhere, after `g`. */
let goUntilMs = 0;

/** The next key names a place. */
export function awaitPlace(): void {
  goUntilMs = Date.now() + SEQUENCE_MS;
}

/** @returns whether this key names a place; the one after it means itself again */
export function takesPlace(): boolean {
  const isAwaited = Date.now() < goUntilMs;
  goUntilMs = 0;
  return isAwaited;
}

/** A key that means what its page says: not a letter of a text, nor where to go. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return isSingleKey(event) && Date.now() >= goUntilMs;
}

export function isSingleKey(event: KeyboardEvent): boolean {
  return (
    !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event) && preferences.peek().singleKeys
  );
}

/** Where single keys mean letters. */
function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    document.querySelector('dialog[open]') !== null
  );
}
