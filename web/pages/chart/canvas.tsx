import { effect, type Signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { decimalsOf } from '../../format/money';
import { formatDay, formatMinute } from '../../format/time';
import { quotes } from '../../live/quotes';
import { prefersDark } from '../../parts/media';
import { preferences } from '../../settings/preferences';
import { barWith } from './bars';
import { chartColors } from './chart-colors';
import { chartDescription } from './chart-description';
import type { ChartState } from './chart-state';
import type { Bar, StockChart } from './draw-chart';
import { useOwnMarks } from './own-marks';

interface CanvasProps {
  readonly stockId: string;
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly state: ChartState;
  /** The newest bar as the quotes move it, for whoever shows it in figures. */
  readonly live: Signal<Bar | undefined>;
  readonly onPoint: (seconds: number | undefined) => void;
  readonly onOldest: () => void;
}

export function Canvas({ stockId, name, bars, state, live, onPoint, onOldest }: CanvasProps) {
  const element = useRef<HTMLDivElement>(null);
  const oldest = useRef(onOldest);
  oldest.current = onOldest;
  const chart = useChart(element, onPoint, () => oldest.current(), state.interval === '1d');
  const own = useOwnMarks(stockId, bars, state.interval);
  const { theme, colors, chart: kind } = preferences.value;
  const isDark = prefersDark.value;

  useEffect(() => chart?.recolor(chartColors()), [chart, theme, colors, isDark]);
  useEffect(() => chart?.showKind(kind), [chart, kind]);
  const newest = bars.at(-1);
  const shownAs = `${bars.length} ${bars[0]?.time} ${newest?.time} ${newest?.close} ${newest?.volume}`;
  useEffect(() => {
    if (!chart) return;
    chart.showBars(bars, decimalsOf(bars.map(({ close }) => close)));
    if (state.to !== undefined) return;
    let last = newest;
    const end = effect(() => {
      const stock = quotes.of(stockId).value;
      const bar = stock && barWith(last, stock, state.interval);
      if (!bar) return;
      last = bar;
      live.value = bar;
      chart.updateBar(bar);
    });
    return () => {
      end();
      live.value = undefined;
    };
  }, [chart, shownAs, stockId, state.interval, state.to]);
  useEffect(() => chart?.showOwn(own.lines, own.marks), [chart, own.key, theme, colors, isDark]);

  return (
    <figure class="chart-figure">
      <div
        ref={element}
        class="chart-canvas"
        role="img"
        aria-label={chartDescription(name, bars, state, own)}
      />
      {bars.length === 0 && <p class="chart-empty muted">No ticks in this range.</p>}
    </figure>
  );
}

function useChart(
  element: { readonly current: HTMLElement | null },
  onPoint: (seconds: number | undefined) => void,
  onOldest: () => void,
  isDaily: boolean,
): StockChart | undefined {
  const [chart, setChart] = useState<StockChart>();
  const daily = useRef(isDaily);
  daily.current = isDaily;
  useEffect(() => {
    let drawn: StockChart | undefined;
    let isOver = false;
    void import('./draw-chart').then(({ drawChart }) => {
      if (isOver || !element.current) return;
      const day = (seconds: number) =>
        formatDay(seconds * 1000, daily.current ? 'utc' : preferences.peek().zone, Date.now());
      const minute = (seconds: number) => formatMinute(seconds * 1000, preferences.peek().zone);
      drawn = drawChart({
        element: element.current,
        formatTick: (seconds) => (daily.current ? day(seconds) : minute(seconds)),
        formatCross: (seconds) => (daily.current ? day(seconds) : `${day(seconds)} ${minute(seconds)}`),
        onPoint,
        onOldest,
      });
      setChart(drawn);
    });
    return () => {
      isOver = true;
      drawn?.end();
    };
  }, []);
  return chart;
}
