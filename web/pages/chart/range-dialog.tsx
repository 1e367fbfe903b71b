import { useState } from 'preact/hooks';
import { fromLocalField, inLocalField } from '../../format/query-time';
import { Dialog } from '../../parts/dialog';
import { Field } from '../../parts/field';
import type { Range } from './range-picker';

export function RangeDialog({
  range,
  onChange,
  onClose,
}: {
  range: Range;
  onChange: (range: Range) => void;
  onClose: () => void;
}) {
  const [from, setFrom] = useState(inLocalField(range.from));
  const [to, setTo] = useState(inLocalField(range.to));
  const isBackwards = from !== '' && to !== '' && from > to;
  const submit = () => {
    if (isBackwards) return;
    onChange({ from: fromLocalField(from), to: fromLocalField(to) });
    onClose();
  };
  return (
    <Dialog title="From, to" onClose={onClose} class="dialog-s">
      <form
        class="dialog-b stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          id="range-from"
          label="From"
          hint="your clock"
          type="datetime-local"
          value={from}
          onInput={setFrom}
        />
        <Field
          id="range-to"
          label="To"
          hint="left out: until now"
          type="datetime-local"
          value={to}
          problem={isBackwards ? 'It must not be before the start.' : undefined}
          onInput={setTo}
        />
        <div class="row end">
          <button
            type="button"
            class="btn"
            onClick={() => {
              onChange({ from: undefined, to: undefined });
              onClose();
            }}
          >
            Show all
          </button>
          <button type="submit" class="btn btn-go fit">
            Show
          </button>
        </div>
      </form>
    </Dialog>
  );
}
