import { signal } from '@preact/signals-core';
import type { Side } from '../../../functions/domain/side';

/** Which side the ticket is on, and on small screens whether it is out: buttons elsewhere bring it. */
export const ticketSide = signal<Side>('buy');
export const ticketOpen = signal(false);

export function openTicket(side: Side): void {
  ticketSide.value = side;
  ticketOpen.value = true;
}

export function closeTicket(): void {
  ticketOpen.value = false;
}
