import type { UserSummary } from '../../api/answers';
import { Icon } from '../../parts/icon';

interface SelectionProps {
  readonly users: readonly UserSummary[];
  readonly onDeposit: () => void;
  readonly onCancelOrders: () => void;
  readonly onExport: () => void;
  readonly onClear: () => void;
}

/** What can be done with all that are selected; each asks first, and says whom it hits. */
export function Selection({ users, onDeposit, onCancelOrders, onExport, onClear }: SelectionProps) {
  return (
    <div class="sel">
      <span role="status">{users.length} selected</span>
      <button type="button" class="btn btn-s" onClick={onDeposit}>
        <Icon name="arrow-down-to-line" />
        Deposit
      </button>
      <button type="button" class="btn btn-s" onClick={onCancelOrders}>
        <Icon name="ban" />
        Cancel open orders
      </button>
      <button type="button" class="btn btn-s" onClick={onExport}>
        <Icon name="download" />
        Export
      </button>
      <button type="button" class="btn btn-s btn-x push" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}
