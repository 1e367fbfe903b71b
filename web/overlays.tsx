import { replacing } from './pages/orders/replacing';
import { later } from './parts/later';
import { choosingRange } from './parts/range-picker';
import { findOpen, helpOpen } from './shell/open-dialogs';

const more = () => import('./opened-next');
const FindDialog = later(async () => (await more()).FindDialog);
const HelpDialog = later(async () => (await more()).HelpDialog);
const RangeDialog = later(async () => (await more()).RangeDialog);
const ReplaceDialog = later(async () => (await more()).ReplaceDialog);

/** The dialogs that belong to no page of their own. */
export function Overlays() {
  return (
    <>
      {findOpen.value && <FindDialog />}
      {helpOpen.value && <HelpDialog />}
      {choosingRange.value && (
        <RangeDialog {...choosingRange.value} onClose={() => (choosingRange.value = undefined)} />
      )}
      {replacing.value && (
        <ReplaceDialog order={replacing.value} onClose={() => (replacing.value = undefined)} />
      )}
    </>
  );
}
