import type { ChartInterval } from '../../api/answers';
import { formatMoney, formatShares } from '../../format/money';
import { formatDay, formatMinute } from '../../format/time';
import { preferences } from '../../settings/preferences';
import type { Bar } from './draw-chart';

/** The bar under the pointer in figures, else the newest. */
export function Ohlc({
  bars,
  pointed,
  interval,
}: {
  bars: readonly Bar[];
  pointed: number | undefined;
  interval: ChartInterval;
}) {
  const bar = bars.find(({ time }) => time === pointed) ?? bars.at(-1);
  if (!bar) return <span class="ohlc" />;
  const { zone } = preferences.value;
  const at = bar.time * 1000;
  return (
    <span class="ohlc num">
      <span>{interval === '1d' ? formatDay(at, 'utc', Date.now()) : formatMinute(at, zone)}</span>
      <span>
        O <b>{formatMoney(bar.open)}</b>
      </span>
      <span>
        H <b>{formatMoney(bar.high)}</b>
      </span>
      <span>
        L <b>{formatMoney(bar.low)}</b>
      </span>
      <span>
        C <b>{formatMoney(bar.close)}</b>
      </span>
      <span>
        Volume <b>{formatShares(bar.volume)}</b>
      </span>
    </span>
  );
}
