import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { useList } from '../../api/query';
import { isPlainKey } from '../../navigation/keys';
import { Icon } from '../../parts/icon';
import { RangePicker } from '../../parts/range-picker';
import { Segments } from '../../parts/segments';
import { Failed, Skeleton } from '../../parts/states';
import { candles as candlesRead } from '../../reads/market';
import { prefer, preferences } from '../../settings/preferences';
import { barsOf } from './bars';
import { CandleTable } from './candle-table';
import { Canvas } from './canvas';
import { INTERVALS, useChartState } from './chart-state';
import type { Bar } from './draw-chart';
import { Ohlc } from './ohlc';

const READ_AGAIN_MS = 30_000;

export function ChartCard({ stockId, name }: { stockId: string; name: string }) {
  const [state, change] = useChartState();
  const [isTable, showTable] = useState(false);
  const [pointed, point] = useState<number>();
  const live = useSignal<Bar>();
  const { from, to, interval } = state;
  // Volumes and closed candles are the server's; between two readings quotes move the open one.
  const read = useList({
    ...candlesRead(stockId, interval, { from, to }),
    ...(to === undefined && { refetchInterval: READ_AGAIN_MS }),
  });
  const bars = barsOf(read.entries);
  useIntervalKeys(change);
  return (
    <>
      <div class="chart-bar">
        <Segments
          label="Interval"
          value={interval}
          options={INTERVALS.map((value) => ({ value, text: value }))}
          onChange={(chosen) => change({ interval: chosen })}
        />
        <Segments
          class="d-only"
          label="Kind of chart"
          value={isTable ? 'table' : preferences.value.chart}
          options={[
            { value: 'candles', text: <Icon name="candlestick-chart" />, label: 'Candles' },
            { value: 'line', text: <Icon name="chart-line" />, label: 'Line' },
            { value: 'table', text: <Icon name="table" />, label: 'Show as table' },
          ]}
          onChange={(chosen) => {
            showTable(chosen === 'table');
            if (chosen !== 'table') prefer({ chart: chosen });
          }}
        />
        <RangePicker range={{ from, to }} onChange={change} />
        <Ohlc bars={bars} live={live} pointed={pointed} interval={interval} />
      </div>
      <div class="chart">
        {read.data === undefined &&
          (read.error ? (
            <Failed what="The chart" error={read.error} retry={() => read.refetch()} />
          ) : (
            <Skeleton rows={6} />
          ))}
        {read.data !== undefined && isTable && <CandleTable name={name} bars={bars} list={read} />}
        {read.data !== undefined && !isTable && (
          <Canvas
            stockId={stockId}
            name={name}
            bars={bars}
            state={state}
            live={live}
            onPoint={point}
            onOldest={() => {
              if (read.hasNextPage && !read.isFetchingNextPage) void read.fetchNextPage();
            }}
          />
        )}
      </div>
    </>
  );
}

function useIntervalKeys(change: ReturnType<typeof useChartState>[1]): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const interval = INTERVALS[Number(event.key) - 1];
      if (isPlainKey(event) && interval !== undefined) change({ interval });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}
