import { Icon } from '../../parts/icon';
import { askToCancelAll, type CancelAllProps } from './ask-to-cancel-all';

/** One place to stop everything. */
export function CancelAll(props: CancelAllProps) {
  const { length } = props.orders;
  if (length === 0) return null;
  return (
    <button type="button" class="btn btn-s" onClick={() => askToCancelAll(props)}>
      <Icon name="ban" />
      Cancel all{length > 1 ? ` ${length}` : ''}
    </button>
  );
}
