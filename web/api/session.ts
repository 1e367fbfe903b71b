import { signal } from '@preact/signals-core';
import { client } from './client';
import { type Identity, identityOf } from './identity';
import { queries } from './query';

/** Who is signed in: undefined until it is known, null when nobody is. */
export const identity = signal<Identity | null | undefined>(undefined);

export async function signIn(username: string, password: string): Promise<void> {
  await client.signIn(username, password);
  await identify();
}

async function identify(): Promise<void> {
  const token = await client.accessToken();
  identity.value = (token && identityOf(token)) || null;
}

/** Goes on where this browser was before the page was loaded, as long as its cookie is good. */
export async function resume(): Promise<void> {
  identity.value = null;
}

export async function signOut(): Promise<void> {
  client.signOut();
  forget();
}

/** The server takes no token of ours any more. */
export function forget(): void {
  identity.value = null;
  queries.clear();
}
