import { decimalsOf, formatMoney, formatShares } from '../../format/money';
import { formatMoment } from '../../format/time';
import { Columns } from '../../parts/columns';
import { ShowMore } from '../../parts/more';
import { preferences } from '../../settings/preferences';
import type { Bar } from './draw-chart';

/** The chart for who can't see one, and for who wants to copy it. */
export function CandleTable({
  name,
  bars,
  list,
}: {
  name: string;
  bars: readonly Bar[];
  list: Parameters<typeof ShowMore>[0]['list'];
}) {
  const { zone } = preferences.value;
  const decimals = decimalsOf(bars.flatMap(({ high, low }) => [high, low]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="chart-table" tabIndex={0} aria-label={`Candles of ${name}`}>
      <table class="grid-t">
        <caption>Candles of {name}, newest first</caption>
        <Columns
          of={['From', { num: 'Open' }, { num: 'High' }, { num: 'Low' }, { num: 'Close' }, { num: 'Volume' }]}
        />
        <tbody>
          {bars.toReversed().map(({ time, open, high, low, close, volume }) => (
            <tr key={time}>
              <td class="num soft">{formatMoment(time * 1000, zone, Date.now())}</td>
              <td class="num">{formatMoney(open, decimals)}</td>
              <td class="num">{formatMoney(high, decimals)}</td>
              <td class="num">{formatMoney(low, decimals)}</td>
              <td class="num">{formatMoney(close, decimals)}</td>
              <td class="num">{formatShares(volume)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="foot">
        <ShowMore list={list} />
      </div>
    </section>
  );
}
