import {
  CandlestickSeries,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IPriceLine,
  LineSeries,
  LineStyle,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { type ChartColors, faded } from './chart-colors';

/** All that the console knows of the charting library. It comes in a chunk of its own, when a chart is shown. */

export interface Bar {
  /** Seconds since 1970. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Of a bar that quotes began, the server has not told it yet. */
  readonly volume: number | undefined;
}

/** An open order at its price. */
export interface OwnLine {
  readonly price: number;
  readonly title: string;
}

/** A fill at its time. */
export interface OwnMark {
  readonly time: number;
  readonly isBuy: boolean;
}

interface ChartOptions {
  readonly element: HTMLElement;
  readonly formatTick: (seconds: number) => string;
  readonly formatCross: (seconds: number) => string;
  /** The time of the bar under the pointer; undefined when it leaves. */
  readonly onPoint: (seconds: number | undefined) => void;
  /** The oldest bars come into view. */
  readonly onOldest: () => void;
}

export type StockChart = ReturnType<typeof drawChart>;

const OLDEST_NEAR = 8;
const VOLUME_ALPHA = 0.22;

/** The brand is the library's own, which has no maker of such times. */
function asTime(seconds: number): UTCTimestamp {
  return seconds as UTCTimestamp;
}

export function drawChart({ element, formatTick, formatCross, onPoint, onOldest }: ChartOptions) {
  const seconds = (time: Time) => (typeof time === 'number' ? time : 0);
  const chart = createChart(element, {
    autoSize: true,
    layout: { attributionLogo: false, fontFamily: 'Inter, system-ui, sans-serif', fontSize: 11 },
    rightPriceScale: { borderVisible: false, entireTextOnly: true, scaleMargins: { top: 0.06, bottom: 0.2 } },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      rightOffset: 2,
      barSpacing: 9,
      minBarSpacing: 2,
      tickMarkFormatter: (time: Time) => formatTick(seconds(time)),
    },
    crosshair: { mode: CrosshairMode.Normal },
    localization: { timeFormatter: (time: Time) => formatCross(seconds(time)) },
    handleScale: { axisPressedMouseMove: { price: false } },
  });
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: true });
  const line = chart.addSeries(LineSeries, { lineWidth: 2, visible: false });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
  const marks = createSeriesMarkers(candles, []);
  let colors: ChartColors | undefined;
  let ownLines: IPriceLine[] = [];
  let bars: readonly Bar[] = [];

  chart.subscribeCrosshairMove(({ time }) => onPoint(time === undefined ? undefined : seconds(time)));
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range && range.from < OLDEST_NEAR) onOldest();
  });

  const volumeOf = ({ time, open, close, volume: value }: Bar) => ({
    time: asTime(time),
    value: value ?? 0,
    ...(colors && { color: faded(close >= open ? colors.up : colors.down, VOLUME_ALPHA) }),
  });
  const candleOf = ({ time, open, high, low, close }: Bar) => ({
    time: asTime(time),
    open,
    high,
    low,
    close,
  });
  /** The line of the last price has the color of its bar; a hollow bar's fill would be invisible. */
  const colorLast = (bar: Bar | undefined) => {
    if (!colors || !bar) return;
    candles.applyOptions({ priceLineColor: bar.close >= bar.open ? colors.upFill : colors.downFill });
  };
  const pointOf = ({ time, close }: Bar) => ({ time: asTime(time), value: close });

  return {
    showBars(shown: readonly Bar[], decimals: number): void {
      bars = shown;
      const priceFormat = { type: 'price', precision: decimals, minMove: 10 ** -decimals } as const;
      candles.applyOptions({ priceFormat });
      line.applyOptions({ priceFormat });
      candles.setData(shown.map(candleOf));
      line.setData(shown.map(pointOf));
      volume.setData(shown.map(volumeOf));
      colorLast(shown.at(-1));
    },
    /** The newest bar, again or anew. */
    updateBar(bar: Bar): void {
      candles.update(candleOf(bar));
      line.update(pointOf(bar));
      volume.update(volumeOf(bar));
      colorLast(bar);
    },
    showOwn(lines: readonly OwnLine[], fills: readonly OwnMark[]): void {
      for (const shown of ownLines) candles.removePriceLine(shown);
      const color = colors?.accent ?? '';
      ownLines = lines.map(({ price, title }) =>
        candles.createPriceLine({
          price,
          title,
          color,
          lineStyle: LineStyle.Dashed,
          lineWidth: 1,
          axisLabelVisible: true,
        }),
      );
      marks.setMarkers(
        fills.map(({ time, isBuy }) => ({
          time: asTime(time),
          color,
          position: isBuy ? ('belowBar' as const) : ('aboveBar' as const),
          shape: isBuy ? ('arrowUp' as const) : ('arrowDown' as const),
        })),
      );
    },
    showKind(kind: 'candles' | 'line'): void {
      candles.applyOptions({ visible: kind === 'candles' });
      line.applyOptions({ visible: kind === 'line' });
    },
    /** Hollow when it rose, filled when it fell: the color does not stand alone. */
    recolor(now: ChartColors): void {
      colors = now;
      chart.applyOptions({
        layout: { background: { color: now.surface }, textColor: now.text },
        grid: { vertLines: { color: now.line }, horzLines: { color: now.line } },
      });
      candles.applyOptions({
        upColor: now.surface,
        borderUpColor: now.up,
        wickUpColor: now.up,
        downColor: now.down,
        borderDownColor: now.down,
        wickDownColor: now.down,
      });
      line.applyOptions({ color: now.accent });
      volume.setData(bars.map(volumeOf));
      colorLast(bars.at(-1));
    },
    end(): void {
      chart.remove();
    },
  };
}
