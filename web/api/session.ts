import { signal } from '@preact/signals-core';
import { client } from './client';
import { type Identity, identityOf } from './identity';
import { isFinal, queries, unauthorized } from './query';

/** Who is signed in: undefined until it is known, null when nobody is. */
export const identity = signal<Identity | null | undefined>(undefined);

/** Why nobody could say who was remembered here. Whether somebody is, is still open then. */
export const resumeFailure = signal<unknown>(undefined);

/** Says no more than that somebody was remembered here, so that nobody else is asked for a cookie that is not there. */
const REMEMBERED = 'console.remembered';

export async function signIn(username: string, password: string): Promise<void> {
  await client.signIn(username, password, true);
  note(true);
  await identify();
}

async function identify(): Promise<void> {
  const token = await client.accessToken();
  identity.value = (token && identityOf(token)) || null;
}

/** Goes on where this browser was before the page was loaded, as long as its cookie is good. */
export async function resume(): Promise<void> {
  if (!isNoted()) {
    identity.value = null;
    return;
  }
  try {
    await client.resume();
    await identify();
    resumeFailure.value = undefined;
  } catch (error) {
    if (isFinal(error)) forget();
    else resumeFailure.value = error;
  }
}

export async function signOut(): Promise<void> {
  // Whoever signs out is out, whatever the server says to it.
  const revoked = client.signOut().catch(() => undefined);
  forget();
  await revoked;
}

/** The server takes no token of ours any more. */
export function forget(): void {
  note(false);
  resumeFailure.value = undefined;
  identity.value = null;
  queries.clear();
}

function note(isRemembered: boolean): void {
  try {
    if (isRemembered) localStorage.setItem(REMEMBERED, 'yes');
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // A browser that keeps nothing asks for the password at the next visit.
  }
}

function isNoted(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) !== null;
  } catch {
    return false;
  }
}

unauthorized.act = forget;
