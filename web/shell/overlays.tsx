import { signal } from '@preact/signals';
import { later } from '../parts/later';

/** Whether the dialogs that belong to every page are out. They load when they are asked for. */
export const findOpen = signal(false);
export const helpOpen = signal(false);

const FindDialog = later(async () => (await import('../pages/trader-pages')).FindDialog);
const HelpDialog = later(async () => (await import('../pages/trader-pages')).HelpDialog);

export function Overlays() {
  return (
    <>
      {findOpen.value && <FindDialog />}
      {helpOpen.value && <HelpDialog />}
    </>
  );
}
