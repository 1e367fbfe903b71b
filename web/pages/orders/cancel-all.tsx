import { Icon } from '../../parts/icon';
import type { CancelAllProps } from './ask-to-cancel-all';

/** One place to stop everything. */
export function CancelAll(props: CancelAllProps) {
  const { length } = props.orders;
  if (length === 0) return null;
  const ask = async () => (await import('../trader-pages')).askToCancelAll(props);
  return (
    <button type="button" class="btn btn-s" onClick={ask}>
      <Icon name="ban" />
      Cancel all{length > 1 ? ` ${length}` : ''}
    </button>
  );
}
