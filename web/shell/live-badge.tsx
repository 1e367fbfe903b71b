import { formatAge, formatMinute } from '../format/time';
import { now } from '../live/clock';
import { connectedness } from '../live/live';
import { preferences } from '../settings/preferences';

/** Whether what is shown is live, in words. */
export function LiveBadge() {
  const connection = connectedness.value;
  switch (connection.state) {
    case 'live':
      return (
        <span class="badge badge-good live" role="status">
          <span class="dot pulse" />
          Live
        </span>
      );
    case 'connecting':
      return (
        <span class="badge live" role="status">
          <span class="dot" />
          Connecting
        </span>
      );
    case 'polling':
      return (
        <span class="badge badge-warn live" role="status" title="No live events; prices are polled instead.">
          <span class="dot" />
          Polling every 5 s
        </span>
      );
    case 'reconnecting':
      return (
        <span class="badge badge-warn live">
          <span class="dot" />
          Reconnecting, {formatAge(now.value - connection.sinceMs)}
        </span>
      );
    case 'offline':
      return (
        <span class="badge badge-bad live" role="status">
          <span class="dot" />
          Offline since {formatMinute(connection.sinceMs, preferences.value.zone)}
        </span>
      );
  }
}
