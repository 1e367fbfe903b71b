import { formatMoney } from '../../format/money';
import { formatMinute } from '../../format/time';
import { counted } from '../../format/words';
import { preferences } from '../../settings/preferences';
import type { ChartState } from './chart-state';
import type { Bar } from './draw-chart';
import type { OwnMarks } from './own-marks';

/** What the chart shows, for who hears it. */
export function chartDescription(
  name: string,
  bars: readonly Bar[],
  { interval }: ChartState,
  own: OwnMarks,
): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return `Candles of ${name}: none in this range.`;
  const { zone } = preferences.value;
  const moved = last.close > first.open ? 'Rose' : last.close < first.open ? 'Fell' : 'Stayed';
  const lowest = Math.min(...bars.map(({ low }) => low));
  const highest = Math.max(...bars.map(({ high }) => high));
  return [
    `${bars.length} candles of ${name}, ${interval} each, to ${formatMinute(last.time * 1000, zone)}.`,
    `${moved} from ${formatMoney(first.open)} to ${formatMoney(last.close)}.`,
    `Lowest ${formatMoney(lowest)}, highest ${formatMoney(highest)}.`,
    `${counted(own.orderCount, 'open order')} of yours, ${counted(own.fillCount, 'fill')}.`,
  ].join(' ');
}
