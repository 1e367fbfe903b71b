import type { ReadonlySignal } from '@preact/signals';
import type { ChartInterval } from '../../api/answers';
import { formatMoney, formatShares } from '../../format/money';
import { formatDay, formatMinute } from '../../format/time';
import { preferences } from '../../settings/preferences';
import type { Bar } from './draw-chart';

/** The bar under the pointer in figures, else the newest, which moves with the quotes. */
export function Ohlc({
  bars,
  live,
  pointed,
  interval,
}: {
  bars: readonly Bar[];
  live: ReadonlySignal<Bar | undefined>;
  pointed: number | undefined;
  interval: ChartInterval;
}) {
  const newest = live.value ?? bars.at(-1);
  const bar = [newest, ...bars].find((one) => one?.time === pointed) ?? newest;
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
      {bar.volume !== undefined && (
        <span>
          Vol <b>{formatShares(bar.volume)}</b>
        </span>
      )}
    </span>
  );
}
