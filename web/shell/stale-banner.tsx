import { formatAge } from '../format/time';
import { now } from '../live/clock';
import { connectedness, retryNow } from '../live/live';
import { Icon } from '../parts/icon';

/** Content stays when the connection goes; this says how old it is. */
export function StaleBanner() {
  const connection = connectedness.value;
  if (connection.state !== 'offline') return null;
  return (
    <div class="card banner" role="alert">
      <Icon name="triangle-alert" class="warn" />
      <p>
        <b class="strong">Prices are {formatAge(now.value - connection.sinceMs)} old.</b> Orders can still be
        sent: the server decides by its own quote.
      </p>
      <button type="button" class="btn btn-s" onClick={retryNow}>
        <Icon name="refresh-cw" />
        Try now
      </button>
    </div>
  );
}
