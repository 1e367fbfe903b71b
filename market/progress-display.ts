import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import type { Progress } from './stream-ticks';

export interface ProgressDisplay {
  /** @param fraction of the whole, from 0 to 1, or undefined if there is no end */
  show(progress: Progress, fraction: number | undefined): void;
  /** Prints a line that isn't overwritten. */
  tell(line: string): void;
  end(): void;
}

const LINE_EVERY_SECONDS = 5;
const BAR_TOTAL = 1_000;

/** A progress bar on a terminal; elsewhere an occasional line, suitable for a log. */
export function progressDisplay(output: WriteStream): ProgressDisplay {
  return output.isTTY ? barDisplay(output) : lineDisplay((line) => output.write(`${line}\n`));
}

function lineDisplay(print: (line: string) => void): ProgressDisplay {
  let nextAtSeconds = LINE_EVERY_SECONDS;
  return {
    show(progress, fraction) {
      if (progress.seconds < nextAtSeconds) return;
      nextAtSeconds = progress.seconds + LINE_EVERY_SECONDS;
      const share = fraction === undefined ? '' : ` (${Math.floor(fraction * 100)} %)`;
      print(`${progress.ticks} ticks${share}, ${ticksPerSecond(progress)} a second`);
    },
    tell: print,
    end() {},
  };
}

function barDisplay(output: WriteStream): ProgressDisplay {
  let bar: SingleBar | undefined;
  const start = (hasEnd: boolean): SingleBar => {
    const figures = '{ticks} ticks, {rate} a second, {duration_formatted}';
    const format = hasEnd ? `{bar} {percentage} % | ${figures} | {eta_formatted} left` : figures;
    const started = new SingleBar({ format, stream: output, hideCursor: true, clearOnComplete: true });
    started.start(BAR_TOTAL, 0, { ticks: 0, rate: 0 });
    return started;
  };
  return {
    show(progress, fraction) {
      bar ??= start(fraction !== undefined);
      bar.update(Math.floor((fraction ?? 0) * BAR_TOTAL), {
        ticks: progress.ticks,
        rate: ticksPerSecond(progress),
      });
    },
    tell(line) {
      // The bar is redrawn below it.
      clearLine(output, 0);
      cursorTo(output, 0);
      output.write(`${line}\n`);
    },
    end: () => bar?.stop(),
  };
}

/** `1,000 ticks in 10 messages in 2.0 s (500 a second), 3 lines refused` */
export function summary(progress: Progress, refused: number): string {
  const count = (value: number) => value.toLocaleString('en');
  const { ticks, messages, seconds } = progress;
  const rate = count(ticksPerSecond(progress));
  const sent = `${count(ticks)} ticks in ${count(messages)} messages in ${seconds.toFixed(1)} s (${rate} a second)`;
  return refused === 0 ? sent : `${sent}, ${count(refused)} ${refused === 1 ? 'line' : 'lines'} refused`;
}

function ticksPerSecond({ ticks, seconds }: Progress): number {
  return seconds > 0 ? Math.round(ticks / seconds) : 0;
}
