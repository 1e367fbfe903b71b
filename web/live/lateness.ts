import { signal } from '@preact/signals-core';
import { serverNowMs } from '../api/client';

interface Lateness {
  readonly ms: number;
  readonly arrivedAtMs: number;
}

/** How long after its commit the newest event of a quote was here, by the server's clock as far as it is known. */
export const lateness = signal<Lateness | undefined>(undefined);

export function arrived(committedAt: string): void {
  const arrivedAtMs = serverNowMs();
  lateness.value = { ms: Math.max(0, arrivedAtMs - Date.parse(committedAt)), arrivedAtMs };
}
