import { useLocation } from 'preact-iso/router';
import type { ChartInterval } from '../../api/answers';
import { decodedTime } from '../../format/query-time';

export const INTERVALS: readonly ChartInterval[] = ['1m', '5m', '15m', '1h', '1d'];

function isInterval(text: string | undefined): text is ChartInterval {
  return INTERVALS.some((interval) => interval === text);
}

export interface ChartState {
  readonly interval: ChartInterval;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The chart's interval and range live in the address, so that a link shows what its sender saw. */
export function useChartState(): [ChartState, (change: Partial<ChartState>) => void] {
  const { path, query, route } = useLocation();
  const state: ChartState = {
    interval: isInterval(query.interval) ? query.interval : '1m',
    from: decodedTime(query.from),
    to: decodedTime(query.to),
  };
  const change = (changed: Partial<ChartState>) => {
    const { interval, from, to } = { ...state, ...changed };
    const parameters = new URLSearchParams({
      ...(interval !== '1m' && { interval }),
      ...(from && { from }),
      ...(to && { to }),
    });
    route(`${path}${parameters.size === 0 ? '' : `?${parameters}`}`, true);
  };
  return [state, change];
}
