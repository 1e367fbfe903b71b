import { signal } from '@preact/signals';

/** Whether the dialogs that belong to every page are out. */
export const findOpen = signal(false);
export const helpOpen = signal(false);
