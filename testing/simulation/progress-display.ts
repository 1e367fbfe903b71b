import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import type { Tally } from './simulation';

export interface ProgressDisplay {
  readonly show: (tally: Tally) => void;
  readonly end: () => void;
}

const LINE_EVERY_MS = 5_000;

/** A progress bar on a terminal; elsewhere an occasional line, suitable for a log. */
export function progressDisplay(output: WriteStream, wanted: number): ProgressDisplay {
  return output.isTTY ? barDisplay(output, wanted) : lineDisplay(output, wanted);
}

function barDisplay(stream: WriteStream, wanted: number): ProgressDisplay {
  const format = '{bar} {percentage} % | {value} of {total} steps, {rate} a second | {eta_formatted} left';
  const bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true });
  const rate = rateMeter();
  bar.start(wanted, 0, { rate: 0 });
  return { show: (tally) => bar.update(tally.steps, { rate: rate(tally) }), end: () => bar.stop() };
}

function lineDisplay(output: WriteStream, wanted: number): ProgressDisplay {
  const rate = rateMeter();
  let nextAtMs = Date.now() + LINE_EVERY_MS;
  return {
    show(tally) {
      if (Date.now() < nextAtMs) return;
      nextAtMs = Date.now() + LINE_EVERY_MS;
      output.write(`${tally.steps} of ${wanted} steps, ${rate(tally)} a second\n`);
    },
    end() {},
  };
}

function rateMeter(): (tally: Tally) => number {
  const startMs = Date.now();
  return ({ steps }) => Math.round((steps * 1000) / Math.max(1, Date.now() - startMs));
}
