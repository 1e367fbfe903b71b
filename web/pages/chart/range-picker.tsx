import { useState } from 'preact/hooks';
import { Icon } from '../../parts/icon';
import { later } from '../../parts/later';

const RangeDialog = later(async () => (await import('../trader-pages')).RangeDialog);

export interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function RangePicker({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const [isOpen, open] = useState(false);
  const isSet = range.from !== undefined || range.to !== undefined;
  return (
    <>
      <button type="button" class="btn btn-s" aria-pressed={isSet} onClick={() => open(true)}>
        <Icon name="calendar" />
        {isSet ? 'From, to: set' : 'From, to'}
      </button>
      {isOpen && <RangeDialog range={range} onChange={onChange} onClose={() => open(false)} />}
    </>
  );
}
