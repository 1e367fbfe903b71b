import { signal } from '@preact/signals-core';
import type { LedgerEntry, Order } from '../api/answers';

/** What just happened to the user's orders, newest first, for the "Just now" list and for announcements. */
export type Happening =
  | { readonly kind: 'fill'; readonly id: string; readonly at: string; readonly entry: LedgerEntry }
  | { readonly kind: 'order'; readonly id: string; readonly at: string; readonly order: Order };

const KEPT = 30;

export const happenings = signal<readonly Happening[]>([]);

export function happened(happening: Happening): void {
  const others = happenings.value.filter(({ id }) => id !== happening.id);
  happenings.value = [happening, ...others].slice(0, KEPT);
}
