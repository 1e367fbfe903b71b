import { useState } from 'preact/hooks';
import { fromLocalField, inLocalField } from '../format/query-time';
import { zoneName } from '../format/time';
import { preferences } from '../settings/preferences';
import { Dialog } from './dialog';
import { Field } from './field';
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
  const { zone } = preferences.value;
  const [from, setFrom] = useState(inLocalField(range.from, zone));
  const [to, setTo] = useState(inLocalField(range.to, zone));
  const isBackwards = from !== '' && to !== '' && from > to;
  const submit = () => {
    if (isBackwards) return;
    onChange({ from: fromLocalField(from, zone), to: fromLocalField(to, zone) });
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
          hint={zone === 'utc' ? 'UTC' : `your clock, ${zoneName(zone, Date.now())}`}
          type="datetime-local"
          value={from}
          onInput={setFrom}
        />
        <Field
          id="range-to"
          label="To"
          hint="empty: until now"
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
