import { Icon } from './icon';
import { say } from './toasts';

/** An id, shortened, and whole on the clipboard. */
export function CopyId({ id, what }: { id: string; what: string }) {
  const copy = () =>
    navigator.clipboard.writeText(id).then(
      () => say(`Copied the ID of ${what}.`),
      () => say(`This browser blocks the clipboard. The ID is ${id}.`, 'soft'),
    );
  return (
    <button type="button" class="btn btn-s btn-x num" title={id} onClick={copy}>
      {id.slice(0, 8)}
      <span class="sr"> Copy the id of {what}</span>
      <Icon name="copy" small />
    </button>
  );
}
