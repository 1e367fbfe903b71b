import { signal } from '@preact/signals';
import { Icon } from './icon';

export interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

interface RangeChoice {
  readonly range: Range;
  readonly onChange: (range: Range) => void;
}

/** What the dialog is out for. */
export const choosingRange = signal<RangeChoice | undefined>(undefined);

export function RangePicker(choice: RangeChoice) {
  const { from, to } = choice.range;
  const isSet = from !== undefined || to !== undefined;
  return (
    <button
      type="button"
      class="btn btn-s"
      aria-pressed={isSet}
      onClick={() => {
        choosingRange.value = choice;
      }}
    >
      <Icon name="calendar" />
      {isSet ? 'From, to: set' : 'From, to'}
    </button>
  );
}
