import { Icon } from './icon';
import { say } from './toasts';

/** An id, shortened, and whole on the clipboard. */
export function CopyId({ id, what }: { id: string; what: string }) {
  const copy = () =>
    navigator.clipboard.writeText(id).then(
      () => say(`The id of ${what} is on the clipboard.`),
      () => say(`The clipboard is closed to this page. The id is ${id}.`, 'soft'),
    );
  return (
    <button type="button" class="btn btn-s btn-x num" title={id} onClick={copy}>
      {id.slice(0, 8)}
      <span class="sr"> Copy the id of {what}</span>
      <Icon name="copy" small />
    </button>
  );
}
