import { signal } from '@preact/signals';
import type { Order } from '../../api/answers';

/** The order whose dialog is out: a list may be drawn anew, or be gone, while it is. */
export const replacing = signal<Order | undefined>(undefined);
