import { useState } from 'preact/hooks';
import { fromLocalField, inLocalField } from '../../format/query-time';
import { Dialog } from '../../parts/dialog';
import { Field } from '../../parts/field';

interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function RangePicker({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const [isOpen, open] = useState(false);
  const isSet = range.from !== undefined || range.to !== undefined;
  return (
    <>
      <button type="button" class="btn btn-s btn-x" aria-pressed={isSet} onClick={() => open(true)}>
        {isSet ? 'From, to: set' : 'From, to'}
      </button>
      {isOpen && <RangeDialog range={range} onChange={onChange} onClose={() => open(false)} />}
    </>
  );
}

function RangeDialog({
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
